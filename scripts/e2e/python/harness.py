"""Starts the real node on a free port with a folder of its own, and sees to it that it never outlives the test."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections import deque

from substrateinterface import Keypair, SubstrateInterface
from substrateinterface.exceptions import SubstrateRequestException

BINARY = os.environ.get("DBC_NODE", "dbc-node")
START_LIMIT = 120

DBC = 10**15
# 0.012 USD in nano-USD, and 800 USD at that price, rounded up: the stake of one GPU.
PRICE = 12_000_000
STAKE_PER_GPU = 66_666_666_666_666_666_667
REGISTRATION_FEE = 10 * DBC
GPUS = 4
REQUIREMENT = GPUS * STAKE_PER_GPU
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
# 4 GPUs of 8,704 cores and 10 GB, 440 GB of memory: 598.90 points.
HARDWARE = {
    "gpu_model": "PY 3080",
    "gpu_count": GPUS,
    "cuda_cores": 8_704,
    "vram_gb": 10,
    "cpu_model": "AMD EPYC 7543",
    "cpu_cores": 32,
    "cpu_mhz": 2_800,
    "ram_gb": 440,
    "system_disk_gb": 500,
    "data_disk_gb": 4_000,
}
POINTS = 59_890
PROFILE = {
    "longitude": 1_166_200,
    "latitude": -337_300,
    "upload_mbps": 900,
    "download_mbps": 1_000,
    # This client takes a bounded vector for a tuple of one.
    "telecom_operators": (["China Telecom", "Vodafone"],),
    "bare_metal": True,
}
# Two GPUs for an hour: 17 USD a day for 1,000.00 points, rounded up to the planck.
RENT = -(-17_000_000 * POINTS * 2 * HOUR * DBC * 1_000 // (100_000 * GPUS * DAY * PRICE))
ORDER_FEE = 10 * DBC
# The verifiers of the development chain.
VERIFIERS = ["//Charlie", "//Dave", "//Eve", "//Ferdie"]


class Refused(Exception):
    """A transaction was included and failed; the text is the name of the error."""


class RpcRefused(Exception):
    """A JSON-RPC method refused."""

    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code


class DbcNode:
    """A development chain in a process of its own."""

    def __init__(self, *args):
        self.base_path = tempfile.mkdtemp(prefix="dbc-e2e-")
        self.log = deque(maxlen=200)
        self.port = None
        command = [BINARY, "--dev", "--base-path", self.base_path, "--rpc-port", "0", "--no-prometheus", *args]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started = threading.Event()
        threading.Thread(target=self._read_log, args=(started,), daemon=True).start()
        if not started.wait(START_LIMIT) or self.port is None:
            self.stop()
            raise RuntimeError("the node does not start\n" + "\n".join(self.log))

    def _read_log(self, started):
        for line in self.process.stdout:
            self.log.append(line.rstrip())
            found = re.search(r"Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found.group(1))
                started.set()
        started.set()

    def stop(self):
        """Ends the node, by force if it does not end by itself."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.base_path, ignore_errors=True)

    def connect(self):
        """A client, as soon as the RPC answers."""
        end = time.monotonic() + 30
        while True:
            try:
                return SubstrateInterface(url=f"ws://127.0.0.1:{self.port}", ss58_format=42)
            except (ConnectionError, OSError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)


class Client:
    """py-substrate-interface, with errors by name."""

    def __init__(self, substrate):
        self.substrate = substrate

    def rpc(self, method, *params):
        """The result of a JSON-RPC method."""
        try:
            return self.substrate.rpc_request(method, list(params))["result"]
        except SubstrateRequestException as refusal:
            error = refusal.args[0]
            raise RpcRefused(error["code"], error["message"]) from refusal

    def query(self, pallet, item, *params):
        """A value of the storage, as plain Python objects."""
        return self.substrate.query(pallet, item, list(params)).value

    def call(self, pallet, name, **params):
        return self.substrate.compose_call(pallet, name, params)

    def sudo(self, call):
        return self.call("Sudo", "sudo", call=call)

    def submit(self, call, keypair):
        """Submits a call, waits until it is final, and gives the names and values of its events."""
        extrinsic = self.substrate.create_signed_extrinsic(call=call, keypair=keypair)
        receipt = self.substrate.submit_extrinsic(extrinsic, wait_for_finalization=True)
        if not receipt.is_success:
            raise Refused(receipt.error_message["name"])
        events = [event.value["event"] for event in receipt.triggered_events]
        for event in events:
            if event["event_id"] == "Sudid":
                self._check_sudo(event["attributes"])
        return {event["event_id"]: event["attributes"] for event in events}

    def _check_sudo(self, attributes):
        result = attributes["sudo_result"]
        error = result.get("Err") if isinstance(result, dict) else None
        if error is None:
            return
        if "Module" not in error:
            raise Refused(str(error))
        module = error["Module"]
        found = self.substrate.metadata.get_module_error(
            module_index=module["index"], error_index=bytes.fromhex(module["error"][2:])[0]
        )
        raise Refused(found.name)

    def on_hold(self, account, reason):
        holds = self.query("Balances", "Holds", account)
        return sum(hold["amount"] for hold in holds if hold["id"] == reason)

    def stake_on_hold(self, account):
        """What is on hold as the stake of machines."""
        return self.on_hold(account, {"Machines": "MachineStake"})

    def escrow_on_hold(self, account):
        """What is on hold for orders."""
        return self.on_hold(account, {"Rental": "RentalEscrow"})

    def now(self):
        return self.rpc("gpu_price")["now"]

    def drawn(self, machine):
        """Seals blocks until members are drawn for the open verification: the job, and the keys of the members."""
        for _ in range(20):
            request = self.rpc("gpu_verification", machine)["request"]
            if request["stage"]["type"] == "voting":
                accounts = [seat["member"] for seat in request["stage"]["seats"]]
                keys = {member.ss58_address: member for member in map(key, VERIFIERS)}
                return int(request["job"]), [keys[account] for account in accounts]
            self.rpc("dev_timeJump", 0)
        raise AssertionError("nobody was drawn")

    def reveal(self, machine, opinion, salt):
        """The call that opens a vote."""
        return self.call("Verification", "reveal", machine=machine, opinion=opinion, salt="0x" + salt.hex())

    def commitment(self, job, member, reveal):
        """What commits to the vote that `reveal` opens."""
        # Behind the index of the call and the machine come opinion and salt, in SCALE.
        opened = bytes(reveal.data.data)[2 + 32 :]
        genesis = bytes.fromhex(self.substrate.get_block_hash(0)[2:])
        prefix = b"dbc/ballot" + genesis + job.to_bytes(8, "little") + member.public_key
        return "0x" + hashlib.blake2b(prefix + opened, digest_size=32).hexdigest()


def key(uri):
    """A development key."""
    return Keypair.create_from_uri(uri, ss58_format=42)


def registration_payload(genesis, owner, expires_at):
    """What a machine's key signs: domain, genesis hash, owner, and when it expires."""
    return b"dbc/machine/register" + bytes.fromhex(genesis[2:]) + owner.public_key + expires_at.to_bytes(8, "little")
