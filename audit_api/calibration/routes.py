"""The calibration as the desks see it: when the last one was, how far one has come that is under way, and begin one."""

from litestar import get, post
from litestar.status_codes import HTTP_202_ACCEPTED

from audit_api.access import ADMIN, DESK
from audit_api.calibration.progress import CalibrationStatus, asked, read_status
from audit_api.injected import AppCalibrator
from audit_api.problems import documented


@get(
    "/api/calibration",
    access=DESK,
    tags=["Comparison"],
    summary="When branches were calibrated, and how far a calibration has come",
    responses=documented("not_signed_in", "not_found"),
)
async def read_calibration() -> CalibrationStatus:
    return await read_status()


@post(
    "/api/calibration",
    access=ADMIN,
    status_code=HTTP_202_ACCEPTED,
    tags=["Comparison"],
    summary="Calibrate now; changes nothing while a calibration is under way",
    responses=documented("not_signed_in", "not_found"),
)
async def begin_calibration(calibrator: AppCalibrator) -> CalibrationStatus:
    status = await read_status()
    if status.state in ("asked", "running"):
        return status
    await asked()
    calibrator.ask()
    return await read_status()


ROUTES = [read_calibration, begin_calibration]
