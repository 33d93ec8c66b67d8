"""The command line: `python -m audit_api --help`."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, get_args

from audit_api import commands
from audit_api.commands import on_database
from audit_api.documents.accounts import Role
from audit_api.embedded import EmbeddedMongoError
from audit_api.problems import Problem
from audit_api.settings import Settings, SettingsError, load_settings

Runs = Callable[[Settings, argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main() -> int:
    arguments = command_line().parse_args()
    try:
        return int(arguments.action(load_settings(os.environ), arguments))
    except (SettingsError, EmbeddedMongoError) as exc:
        print(exc, file=sys.stderr)
        return 2
    except Problem as problem:
        print(f"{problem.title}. {problem.detail}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audit_api", description="Mystery-shopper audits.")
    actions = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(actions, "serve", "serve the application", commands.serve)
    _add(actions, "run", "serve it for a trial, with demo data on the first start", commands.run)
    _add(actions, "openapi", "print the description of the API", commands.openapi)
    _add_seed(actions)
    _add_calibrate(actions)
    _add(actions, "alert", "raise the alerts of finalised audits that have none yet", on_database(commands.alert))
    _add(actions, "mail", "send the e-mails that are due", on_database(commands.mail))
    _add(actions, "examine", "work out the flags of audits that have none yet", on_database(commands.examine))
    swept = "remove given-up uploads, photos that nothing names, bytes without a record"
    _add(actions, "sweep", swept, on_database(commands.sweep))
    retention = _add(
        actions, "retention", "remove what is older than its programme keeps it", on_database(commands.retention)
    )
    retention.add_argument("--dry-run", action="store_true", help="only count it")
    cleared = "clear away what is left of audits that were excluded or erased"
    _add(actions, "clear", cleared, on_database(commands.clear))
    _add_examples(actions)
    _add_checklist(actions)
    _add_user(actions)
    return parser


def _add(among: Commands, name: str, help: str, action: Runs) -> argparse.ArgumentParser:
    command = among.add_parser(name, help=help)
    command.set_defaults(action=action)
    return command


def _add_seed(actions: Commands) -> None:
    seed = _add(actions, "seed", "fill in the demo network", on_database(commands.seed))
    seed.add_argument("--branches", type=int, default=36)
    seed.add_argument("--months", type=int, default=12)
    seed.add_argument("--seed", type=int, default=1)


def _add_calibrate(actions: Commands) -> None:
    what = "calibrate every league, and say where each branch stands"
    calibrate = _add(actions, "calibrate", what, on_database(commands.calibrate))
    calibrate.add_argument("--if-older-than", type=float, default=0, metavar="HOURS", help="only if the last one is")
    calibrate.add_argument("--month", metavar="YYYY-MM", help="keep how this past month ended, and change nothing else")


def _add_examples(actions: Commands) -> None:
    examples = actions.add_parser("examples", help="examples for coaching")
    inner = examples.add_subparsers(required=True, metavar="COMMAND")
    rebuilt = "make all of them from the audits; what people decided stays"
    _add(inner, "rebuild", rebuilt, on_database(commands.rebuild_examples))
    masked = "mask the words of those that wait; what is doubtful goes on waiting"
    _add(inner, "mask", masked, on_database(commands.mask_examples))


def _add_checklist(actions: Commands) -> None:
    checklist = actions.add_parser("checklist", help="checklists").add_subparsers(required=True, metavar="COMMAND")
    what = "check a definition and publish it as the next version"
    _add(checklist, "publish", what, on_database(commands.publish)).add_argument("file", type=Path, help="YAML or JSON")


def _add_user(actions: Commands) -> None:
    user = actions.add_parser("user", help="accounts").add_subparsers(required=True, metavar="COMMAND")
    what = "create an account; its password is read from AUDIT_PASSWORD"
    create = _add(user, "create", what, on_database(commands.create_user))
    create.add_argument("--account", required=True)
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True, choices=get_args(Role))


if __name__ == "__main__":
    sys.exit(main())
