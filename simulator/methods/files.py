"""getFile and profile pictures."""

from __future__ import annotations

from simulator.call import Call
from simulator.errors import bad_request
from simulator.files import LARGEST_DOWNLOAD
from simulator.methods.registry import method
from simulator.model import Json


@method("getFile")
def get_file(call: Call) -> Json:
    """A File with the path to its bytes."""
    file = call.world.files.by_id.get(call.p["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": file.path,
    }


@method("getUserProfilePhotos")
def get_user_profile_photos(call: Call) -> Json:
    """Nobody here has a picture."""
    call.user_id()
    return {"total_count": 0, "photos": []}
