"""Size and format of a picture, read from its header alone."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from enterprise.domain.image_size import ImageSize, image_size


def encoded(kind: str, width: int, height: int, mode: str = "RGB", **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, kind, **how)
    return out.getvalue()


@pytest.mark.proves("M64-017")
@pytest.mark.parametrize("size", [(800, 600), (600, 800), (799, 600), (1024, 768), (1, 1)])
def test_png_and_jpeg_say_their_size(size: tuple[int, int]) -> None:
    assert image_size(encoded("PNG", *size)) == ImageSize(2, *size)
    assert image_size(encoded("JPEG", *size)) == ImageSize(1, *size)


@pytest.mark.parametrize("how", [{"progressive": True}, {"comment": b"x" * 3000}, {"dpi": (9, 9)}])
def test_a_jpeg_says_its_size_whatever_stands_before_it(how: dict[str, Any]) -> None:
    assert image_size(encoded("JPEG", 800, 600, **how)) == ImageSize(1, 800, 600)
    assert image_size(encoded("JPEG", 800, 600, "L", **how)) == ImageSize(1, 800, 600)


@pytest.mark.parametrize("kind", ["GIF", "BMP"])
def test_another_format_is_none(kind: str) -> None:
    assert image_size(encoded(kind, 800, 600)) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_header_cut_short_is_none(kind: str) -> None:
    whole = encoded(kind, 800, 600)
    sizes = {image_size(whole[:length]) for length in range(len(whole))}
    assert sizes == {None, image_size(whole)}


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"\xff\xd8\xff"]),
)
def test_no_bytes_break_it(rest: bytes, start: bytes) -> None:
    found = image_size(start + rest)
    assert found is None or (found.width > 0 and found.height > 0)
