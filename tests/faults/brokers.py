"""A broker of its own for a test, on a port that the test may open late: Redis, RabbitMQ."""

import os
import shutil
import socket

import pytest

from tests.faults.processes import Processes, free_port, wait_until

# On Debian the program on the path is a wrapper that changes the user; this is the one it calls.
RABBITMQ_PATH = os.pathsep.join(("/usr/lib/rabbitmq/bin", os.environ["PATH"], "/usr/sbin"))


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def program(name: str, path: str | None = None) -> str:
    return shutil.which(name, path=path) or pytest.skip(f"{name} is not installed")


class Redis:
    def __init__(self, processes: Processes):
        self.processes = processes
        self.program = program("redis-server")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        folder = str(self.processes.var)
        self.processes.start_program(self.program, "--port", str(self.port), "--save", "", "--dir", folder)
        wait_until(self.answers)

    def answers(self) -> bool:
        return answers(self.port)


class RabbitMQ:
    """A node with a register of nodes (epmd) of its own: what else runs on this machine does not notice."""

    def __init__(self, processes: Processes):
        self.processes = processes
        self.program = program("rabbitmq-server", RABBITMQ_PATH)
        self.port = free_port()
        self.url = f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def start(self) -> None:
        folder = self.processes.var / "rabbitmq"
        folder.mkdir()
        absent = str(folder / "absent")
        settings = {
            "HOME": str(folder),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(free_port()),
            "RABBITMQ_NODENAME": "faults@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(folder),
            "RABBITMQ_LOG_BASE": str(folder),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_CONFIG_FILE": absent,
            "RABBITMQ_CONF_ENV_FILE": absent,
            "RABBITMQ_ENABLED_PLUGINS_FILE": absent,
        }
        self.processes.start_program("env", *(f"{name}={value}" for name, value in settings.items()), self.program)
        wait_until(self.answers, 60)

    def answers(self) -> bool:
        return answers(self.port)


BROKERS = {"redis": Redis, "rabbitmq": RabbitMQ}
