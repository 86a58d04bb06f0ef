"""Files: handed in once, used by jobs."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
from starlette.datastructures import UploadFile

from consensus.api.access import Api, Submitter
from consensus.api.requests import Id, strictly
from consensus.domain import StoredFile
from consensus.errors import InputError, MediaTypeError, TooLargeError

router = APIRouter(prefix="/v1/files", tags=["files"])

#: Bytes of one file; the screens take as many.
MOST_BYTES = 20 * 1024 * 1024
#: JSON is taken too; of two kinds of body the usual generator of Python clients makes code that does not run.
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
        },
    }
}


class FileReply(BaseModel):
    """A file that was handed in. sha256: of its bytes. format: how it will be read."""

    id: str
    name: str
    bytes: int
    sha256: str
    format: str
    created_at: str


@router.post("", status_code=201, operation_id="upload_file", openapi_extra=_BODY)
async def upload(request: Request, service: Api, by: Submitter) -> FileReply:
    """Hand in one file of at most 20 MB. It is kept for a day, and as long as a job has it.

    As JSON it is `{"name": "manual.md", "content": "..."}` with the content in base64.
    """
    name, content = await _read(request)
    if len(content) > MOST_BYTES:
        what = f"the file has {len(content):,} bytes, and {MOST_BYTES:,} are taken"
        raise TooLargeError(what, where="file", do="Split it into smaller files.")
    return _reply(await run_in_threadpool(service.access.files.put, by.tenant, name, content))


@router.get("/{file_id}", operation_id="get_file")
def one(file_id: Id, service: Api, by: Submitter) -> FileReply:
    """What is known of a file."""
    return _reply(service.access.files.one(by.tenant, file_id))


@router.delete("/{file_id}", status_code=204, operation_id="delete_file")
def remove(file_id: Id, service: Api, by: Submitter) -> None:
    """Forget a file; jobs keep their documents."""
    service.access.files.remove(by.tenant, file_id)


async def _read(request: Request) -> tuple[str, bytes]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _from_json(strictly(await request.body()))
    if kind != "multipart/form-data":
        do = "Send multipart/form-data with a part named file, or application/json with name and content in base64."
        raise MediaTypeError("the body is of no kind that is read here", where="Content-Type", do=do)
    async with request.form(max_files=1, max_fields=10) as form:
        given = form.get("file")
        if not isinstance(given, UploadFile):
            raise InputError("there is no file", where="file", do="Send it as the part named file.")
        return given.filename or "", await given.read()


def _from_json(body: Any) -> tuple[str, bytes]:
    name, content = (body.get("name"), body.get("content")) if isinstance(body, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(content, str):
        do = 'Send {"name": "manual.md", "content": "..."} with the content in base64.'
        raise InputError("name and content must be texts", where="body", do=do)
    try:
        return name, base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise InputError("the content is not base64", where="content", do="Encode it (RFC 4648).") from None


def _reply(kept: StoredFile) -> FileReply:
    return FileReply(
        id=kept.id,
        name=kept.name,
        bytes=kept.bytes,
        sha256=kept.blob,
        format=kept.format,
        created_at=kept.created_at,
    )
