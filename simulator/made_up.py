"""Small valid files, made up for people who "send a photo" without having one: JPEG, Ogg Opus, MP4, MP3, WebP, text.

The picture is a 96 by 64 gradient. The sound is a tenth of a second of Opus silence (RFC 6716) in an Ogg stream (RFC 3533, RFC 7845),
built here. ``number`` makes each file different, as no two photos are the same.
"""

from __future__ import annotations

import base64
import struct

_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAA"
    "ABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAA"
    "AAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA"
    "9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBu"
    "AGMALgAgADIAMAAxADb/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4r"
    "K06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCABAAGADASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAA"
    "AAIBBP/EABUQAQEAAAAAAAAAAAAAAAAAAAAR/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAMC/8QAFREBAQAAAAAAAAAAAAAAAAAAABH/2gAMAwEAAhEDEQA/AO2EVCK1CJhF"
    "QhSJhFQhSJhFQhSJhFQhSJhFQhSKhFQidbiYRUIUiYRUIUiYRUIUiYRUIUiYRUIUioRsInVIyEbCFIyEbCFIyEbCFIyEbCFIyEbCFIqEVCJ1uJhFQhSJhFQhSJhFQhSJ"
    "hFQhSJhFQhSP/9k="
)
_WEBP = bytes.fromhex("524946461a000000574542505650384c0d0000002f0000001007101111888808fe0700")
_SILENCE = b"\xf8\xff\xfe"
SIZE = (96, 64)


def jpeg(number: int = 0) -> bytes:
    """A picture; the number goes into a comment segment."""
    note = f"made up, number {number}".encode()
    return _JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(note) + 2) + note + _JPEG[2:]


def ogg(number: int = 0, frames: int = 5) -> bytes:
    """Opus silence, 20 ms a frame."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)
    vendor, note = b"local telegram", f"number={number}".encode()
    tags = b"OpusTags" + struct.pack("<I", len(vendor)) + vendor + struct.pack("<II", 1, len(note)) + note
    pages = [_page([head], 0, 0, 2), _page([tags], 0, 1, 0), _page([_SILENCE] * frames, 960 * frames, 2, 4)]
    return b"".join(pages)


def _page(packets: list[bytes], position: int, sequence: int, flags: int) -> bytes:
    lacing = bytes(size for packet in packets for size in [255] * (len(packet) // 255) + [len(packet) % 255])
    header = b"OggS" + struct.pack("<BBqIII", 0, flags, position, 1, sequence, 0) + bytes([len(lacing)]) + lacing
    page = bytearray(header + b"".join(packets))
    page[22:26] = struct.pack("<I", _checksum(page))
    return bytes(page)


def _checksum(data: bytes | bytearray) -> int:
    """CRC-32 of Ogg: polynomial 0x04C11DB7, not reflected, starting at 0."""
    register = 0
    for byte in data:
        register ^= byte << 24
        for _ in range(8):
            register = ((register << 1) ^ 0x04C11DB7) & 0xFFFFFFFF if register & 0x80000000 else register << 1
    return register


def mp4(number: int = 0) -> bytes:
    """A file type box and a free box: the smallest thing that calls itself MP4."""
    note = f"made up, number {number}".encode()
    kind = struct.pack(">I4s4sI8s", 24, b"ftyp", b"isom", 512, b"isommp42")
    return kind + struct.pack(">I4s", 8 + len(note), b"free") + note


def mp3(number: int = 0) -> bytes:
    """An ID3 tag with a title, and one silent frame (MPEG-1 layer III, 32 kbit/s, 44.1 kHz)."""
    title = b"\x03" + f"made up {number}".encode()
    frame = b"TIT2" + struct.pack(">IH", len(title), 0) + title
    return b"ID3\x03\x00\x00" + bytes([0, 0, 0, len(frame)]) + frame + b"\xff\xfb\x10\xc4" + bytes(100)


def content(kind: str, number: int = 0) -> tuple[str, str, bytes]:
    """(file name, MIME type, bytes) of a made-up file of a kind."""
    if kind == "photo":
        return f"photo{number}.jpg", "image/jpeg", jpeg(number)
    if kind == "voice":
        return f"voice{number}.ogg", "audio/ogg", ogg(number)
    if kind in ("video", "video_note", "animation"):
        return f"{kind}{number}.mp4", "video/mp4", mp4(number)
    if kind == "audio":
        return f"audio{number}.mp3", "audio/mpeg", mp3(number)
    if kind == "sticker":
        return f"sticker{number}.webp", "image/webp", _WEBP
    return f"document{number}.txt", "text/plain", f"made up, number {number}\n".encode()
