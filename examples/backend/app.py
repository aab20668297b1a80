"""A small CRM whose create endpoint lets no bad record and no duplicate in: ``uvicorn app:app``."""

import datetime as dt
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse

import crmquality as cq

app = FastAPI(title="A small CRM")
policy = cq.presets.contact(region="CN")
index = cq.DuplicateIndex(policy)
guard = cq.Guard(policy, index=index)
contacts: dict[str, Any] = {}


@app.post("/contacts")
def create_contact(payload: dict[str, Any]) -> JSONResponse:
    """Store a contact, or say why not."""
    decision = guard.check(payload, as_of=dt.datetime.now(tz=dt.UTC).date())
    if decision.verdict == "reject":
        return JSONResponse(decision.to_dict(), status_code=422)
    if decision.duplicates:
        return JSONResponse(decision.to_dict(), status_code=409)
    contact_id = f"c{len(contacts) + 1}"
    contacts[contact_id] = decision.record
    index.add(contact_id, decision.record)
    return JSONResponse({"id": contact_id, **decision.to_dict()}, status_code=201)
