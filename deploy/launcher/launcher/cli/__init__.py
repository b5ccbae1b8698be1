"""`beian …`: the commands of the network. One module for each noun.

Nothing heavy is imported here: what a command needs it reads in when it runs.
Exit status: 0 did it; 1 did it and the answer is no; 2 could not do it.
"""

import sys

import typer

from beian.errors import Fault
from launcher.cli import audit, catalogue, client, explaining, network, provider, report, sim

app = typer.Typer(
    help="China's ICP filing (备案) network, simulated: start it, file through it, audit it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
network.add_to(app)
catalogue.add_to(app)
explaining.add_to(app)
app.add_typer(client.app, name="client")
app.add_typer(audit.app, name="audit")
app.add_typer(report.app, name="report")
app.add_typer(sim.app, name="sim")
app.add_typer(provider.app, name="provider")


def main() -> None:
    """Run the command line; a fault is told in its own words and ends with status 2."""
    try:
        app()
    except Fault as fault:
        typer.echo(f"beian: {fault}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
