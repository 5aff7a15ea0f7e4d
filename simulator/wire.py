"""Reading a Bot API request off the wire: query, form, JSON, multipart (``attach://``), in any mixture, as the real server does.

The hot path (a small form or JSON body) is one read and one parse. Multipart is read part by part by aiohttp.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from simulator.checks.values import Upload
from simulator.errors import ApiError, bad_request

LARGEST_UPLOAD = 50 * 1024 * 1024
Parameters = dict[str, Any]


async def read_parameters(request: web.BaseRequest) -> Parameters:
    """All parameters of a call. Uploaded files are ``Upload`` objects under their field's name (also those meant for ``attach://``)."""
    params: Parameters = dict(request.query) if request.query_string else {}
    if not request.can_read_body:
        return params
    kind = request.content_type
    if kind == "application/json":
        params.update(_json_object(await request.read()))
    elif kind == "multipart/form-data":
        await _read_multipart(request, params)
    elif kind == "application/x-www-form-urlencoded":
        params.update(_form(await request.read()))
    else:
        await request.read()
    return params


def _form(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode(), keep_blank_values=True)
    except ValueError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _json_object(body: bytes) -> Parameters:
    if not body:
        return {}
    try:
        value = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("object expected in JSON body")
    return value


async def _read_multipart(request: web.BaseRequest, params: Parameters) -> None:
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or not part.name:
                continue
            content = bytes(await part.read(decode=True))
            if part.filename is None:
                params[part.name] = content.decode()
            elif len(content) > LARGEST_UPLOAD:
                raise ApiError(413, "Request Entity Too Large")
            else:
                mime = part.headers.get("Content-Type", "application/octet-stream")
                params[part.name] = Upload(part.filename, mime, content)
    except ValueError:
        raise bad_request("can't parse multipart/form-data body") from None


def attached(params: Parameters, value: Any) -> Any:
    """The upload that ``attach://name`` points to; other values as they are."""
    if isinstance(value, str) and value.startswith("attach://"):
        upload = params.get(value.removeprefix("attach://"))
        if not isinstance(upload, Upload):
            raise bad_request(f'file "{value.removeprefix("attach://")}" is not found in the request')
        return upload
    return value
