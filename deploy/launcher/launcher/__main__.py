"""`python -m launcher`: what `beian` is, for processes that start others."""

from launcher.cli import main

main()
