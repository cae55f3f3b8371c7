"""The journeys of a miner and of a renter with py-substrate-interface, which reads metadata V14."""

import pytest

from harness import (
    DAY,
    DBC,
    GPUS,
    HARDWARE,
    HOUR,
    MINUTE,
    ORDER_FEE,
    POINTS,
    PRICE,
    PROFILE,
    REGISTRATION_FEE,
    RENT,
    REQUIREMENT,
    STAKE_PER_GPU,
    Client,
    DbcNode,
    Refused,
    RpcRefused,
    key,
    registration_payload,
)

ALICE, BOB, MINER = key("//Alice"), key("//Bob"), key("//Miner//python")
MACHINE = key("//Machine//python")
ID = "0x" + MACHINE.public_key.hex()
SALT = b"\x01" * 32


@pytest.fixture(scope="module")
def client():
    node = DbcNode("--instant-seal")
    try:
        with node.connect() as substrate:
            yield Client(substrate)
    finally:
        node.stop()


def refused(client, call, keypair, error):
    with pytest.raises(Refused, match=f"^{error}$"):
        client.submit(call, keypair)


def pay(client, account, value):
    client.submit(client.call("Balances", "transfer_keep_alive", dest=account.ss58_address, value=value), BOB)


def machines(client, name, **params):
    return client.call("Machines", name, machine=ID, **params)


def register(client, signer=MACHINE, owner=MINER, expires_in=10 * MINUTE, genesis=None):
    expires_at = client.now() + expires_in
    genesis = genesis or client.substrate.get_block_hash(0)
    # Bytes are signed as they are.
    signature = signer.sign(registration_payload(genesis, owner, expires_at))
    return machines(client, "register", expires_at=expires_at, signature="0x" + signature.hex())


def commit(client, *hardware):
    """Waits for the draw, and lets each member commit to accepting this hardware. Gives members and their reveals."""
    job, members = client.drawn(ID)
    votes = []
    for member, seen in zip(members, hardware, strict=True):
        reveal = client.reveal(ID, {"Accept": {"hardware": seen, "report": "0x" + "ab" * 32}}, SALT)
        commitment = client.commitment(job, member, reveal)
        client.submit(client.call("Verification", "commit", machine=ID, commitment=commitment), member)
        votes.append((member, reveal))
    return votes


def test_price_should_be_seen_when_an_approved_feeder_submits_one(client):
    submit = lambda price: client.call("Price", "submit", price=price)
    pay(client, MINER, REGISTRATION_FEE + STAKE_PER_GPU + 100 * DBC)
    refused(client, register(client), MINER, "PriceUnavailable")
    refused(client, submit(PRICE), BOB, "NotFeeder")
    refused(client, submit(0), ALICE, "ZeroPrice")
    events = client.submit(submit(PRICE), ALICE)
    assert events["ObservationAccepted"] == {"feeder": ALICE.ss58_address, "price": PRICE}
    refused(client, submit(PRICE), ALICE, "TooSoon")
    assert client.query("Price", "Current")["price"] == PRICE
    assert client.rpc("gpu_price")["priceNanoUsd"] == str(PRICE)
    assert client.rpc("gpu_stakeRequirement", GPUS)["requirementPlanck"] == str(REQUIREMENT)


def test_registration_should_be_refused_when_the_signature_is_not_right(client):
    for error, options in [
        ("BadSignature", {"signer": key("//Other")}),
        ("BadSignature", {"owner": BOB}),
        ("BadSignature", {"genesis": "0x" + "07" * 32}),
        ("ExpiredSignature", {"expires_in": -MINUTE}),
        ("SignatureLifetimeTooLong", {"expires_in": 400 * DAY}),
    ]:
        refused(client, register(client, **options), MINER, error)
    assert client.stake_on_hold(MINER.ss58_address) == 0


def test_machine_should_be_owned_when_its_key_has_signed(client):
    events = client.submit(register(client), MINER)
    assert events["MachineRegistered"] == {
        "machine": ID,
        "owner": MINER.ss58_address,
        "stake": STAKE_PER_GPU,
        "fee": REGISTRATION_FEE,
    }
    assert client.stake_on_hold(MINER.ss58_address) == STAKE_PER_GPU
    refused(client, register(client), MINER, "AlreadyRegistered")


def test_profile_should_be_stored_when_it_is_right(client):
    put = lambda **change: machines(client, "set_profile", profile={**PROFILE, **change})
    for error, change in [
        ("LatitudeOutOfRange", {"latitude": 910_000}),
        ("LongitudeOutOfRange", {"longitude": -1_800_001}),
        ("BandwidthZero", {"download_mbps": 0}),
        ("TelecomOperatorMissing", {"telecom_operators": ([],)}),
        ("TelecomNameEmpty", {"telecom_operators": (["ok", ""],)}),
    ]:
        refused(client, put(**change), MINER, error)
    client.submit(put(), MINER)
    (operators,) = PROFILE["telecom_operators"]
    assert client.query("Machines", "Profiles", ID) == {**PROFILE, "telecom_operators": operators}


def test_machine_should_be_verified_by_others_when_nobody_can_reveal(client):
    request = client.call("Verification", "request", machine=ID)
    refused(client, request, BOB, "NotOwner")
    client.submit(request, MINER)
    limits = {"max_cuda_cores": HARDWARE["cuda_cores"], "max_vram_gb": HARDWARE["vram_gb"]}
    client.submit(
        client.sudo(client.call("Machines", "set_gpu_model", model=HARDWARE["gpu_model"], limits=limits)), ALICE
    )
    changes = [{"gpu_model": "PY 9999"}, {"gpu_count": 0}, {"gpu_count": 33}]
    votes = commit(client, *({**HARDWARE, **change} for change in changes))
    for (member, reveal), error in zip(votes, ["UnknownGpuModel", "GpuCountOutOfRange", "GpuCountOutOfRange"]):
        refused(client, reveal, member, error)
    client.rpc("dev_timeJump", 5 * MINUTE)
    assert client.rpc("gpu_verification", ID)["request"]["round"] == 2


def test_machine_should_be_active_and_under_staked_when_the_owner_lacks_the_rest(client):
    votes = commit(client, HARDWARE, HARDWARE, HARDWARE)
    refused(client, client.reveal(ID, {"Refuse": {"reason": "WrongGpu"}}, SALT), votes[0][0], "CommitmentMismatch")
    for member, reveal in votes:
        events = client.submit(reveal, member)
    assert "MachineAccepted" in events
    assert events["MachineActivated"]["points"] == POINTS
    assert events["MachineActivated"]["requirement"] == REQUIREMENT
    stored = client.query("Machines", "Machines", ID)
    assert stored["phase"] == "Active"
    assert stored["under_staked"]


def test_machine_should_take_orders_when_the_stake_is_topped_up(client):
    missing = REQUIREMENT - client.stake_on_hold(MINER.ss58_address)
    refused(client, machines(client, "top_up", amount=missing), MINER, "InsufficientBalance")
    pay(client, MINER, REQUIREMENT)
    events = client.submit(machines(client, "top_up", amount=missing), MINER)
    assert events["StakeToppedUp"]["stake"] == REQUIREMENT
    assert "StakeCompleted" in events
    assert client.stake_on_hold(MINER.ss58_address) == REQUIREMENT
    refused(client, machines(client, "restake"), MINER, "TooEarly")
    refused(client, machines(client, "exit"), MINER, "TooEarly")
    refused(client, machines(client, "close"), BOB, "NotOwner")


def test_rpc_should_tell_the_same_as_the_storage_when_both_are_read(client):
    shown = client.rpc("gpu_machine", ID)
    stored = client.query("Machines", "Machines", ID)
    assert shown["owner"] == stored["owner"] == MINER.ss58_address
    assert shown["rentable"]
    assert int(shown["stakePlanck"]) == stored["stake"] == REQUIREMENT
    assert int(shown["requirementPlanck"]) == stored["requirement"]
    assert shown["pointsE2"] == stored["points"]
    assert shown["firstActiveAt"] == stored["first_active_at"]
    assert (shown["profile"]["telecomOperators"],) == PROFILE["telecom_operators"]
    assert shown["hardware"]["gpuModel"] == HARDWARE["gpu_model"]
    items = client.rpc("gpu_machines", {"owner": MINER.ss58_address}, {"limit": 1})["items"]
    assert [item["id"] for item in items] == [ID]


def test_order_should_run_and_end_when_it_is_rented_and_confirmed(client):
    wanted = {"machine": ID, "gpus": 2, "duration": HOUR, "max_total": RENT + ORDER_FEE, "start": None, "renter": None}
    rent = lambda **change: client.call("Rental", "rent", **{**wanted, **change})
    assert client.rpc("gpu_quote", ID, 2, HOUR)["totalPlanck"] == str(RENT + ORDER_FEE)
    refused(client, rent(gpus=GPUS + 1), BOB, "TooFewGpus")
    refused(client, rent(max_total=RENT + ORDER_FEE - 1), BOB, "AboveMaxTotal")
    assert client.escrow_on_hold(BOB.ss58_address) == 0
    created = client.submit(rent(), BOB)["OrderCreated"]
    order = created["order"]
    assert (created["gpus"], created["rent"], created["fee"]) == (0b11, RENT, ORDER_FEE)
    assert client.escrow_on_hold(BOB.ss58_address) == RENT + ORDER_FEE

    confirm = client.call("Rental", "confirm", order=order)
    refused(client, confirm, ALICE, "NotRenter")
    assert client.submit(confirm, BOB)["FeePaid"]["amount"] == ORDER_FEE
    stored = client.query("Rental", "Orders", order)["Open"]
    shown = client.rpc("gpu_order", str(order))
    assert stored["renter"] == stored["payer"] == shown["renter"] == BOB.ss58_address
    assert stored["held"] == int(shown["escrowPlanck"]) == RENT
    assert shown["stage"] == {"type": "running", "start": stored["start"], "end": stored["start"] + HOUR}
    assert shown["gpuIndexes"] == [0, 1]

    challenge = client.rpc("gpu_challenge", ID, BOB.ss58_address, "python")["bytes"]
    signature = lambda keypair: "0x" + keypair.sign(bytes.fromhex(challenge[2:])).hex()
    verify = lambda keypair: client.rpc("gpu_verifyAccess", ID, BOB.ss58_address, challenge, signature(keypair))
    assert verify(BOB)["grants"][0]["orderId"] == str(order)
    assert verify(ALICE)["refusal"]["type"] == "badSignature"

    # It was used for a few blocks, and pays for 10 minutes.
    closed = client.submit(client.call("Rental", "end", order=order), BOB)["OrderClosed"]
    assert closed["paid"] == RENT * 10 * MINUTE // HOUR
    assert closed["burned"] == closed["paid"] * 5 // 100
    assert closed["refunded"] == RENT - closed["paid"]
    assert client.escrow_on_hold(BOB.ss58_address) == 0
    assert client.query("Rental", "Orders", order)["Closed"]["reason"] == "EndedByRenter"


@pytest.mark.parametrize(
    "code, method, params",
    [
        (8020, "gpu_machines", [{}, {"limit": 10_000}]),
        (-32602, "gpu_machines", [{"unknown": 1}]),
        (8010, "gpu_machine", ["0x" + "17" * 32]),
        (8011, "gpu_machine", ["0xnothex"]),
        (8000, "gpu_machine", [ID, "0x" + "17" * 32]),
        (8001, "gpu_machine", [ID, "0x17"]),
        (8030, "gpu_stakeRequirement", [33]),
    ],
)
def test_read_should_be_refused_with_its_code_when_it_is_malformed(client, code, method, params):
    with pytest.raises(RpcRefused) as refusal:
        client.rpc(method, *params)
    assert refusal.value.code == code


def test_price_should_be_stale_when_nobody_feeds_and_jump_in_steps_when_somebody_does(client):
    client.rpc("dev_timeJump", 61 * MINUTE)
    assert not client.rpc("gpu_price")["fresh"]
    with pytest.raises(RpcRefused) as refusal:
        client.rpc("gpu_stakeRequirement", 1)
    assert refusal.value.code == 8031
    refused(client, machines(client, "restake"), MINER, "PriceUnavailable")
    # The price jumps to a tenth, but it may fall by six steps of 10 % only.
    client.submit(client.call("Price", "submit", price=PRICE // 10), ALICE)
    assert client.query("Price", "Current")["price"] == PRICE * 40 // 100


def test_stake_should_return_when_the_machine_leaves(client):
    exit_from = client.rpc("gpu_machine", ID)["exitFrom"]
    client.rpc("dev_timeJump", max(exit_from - client.now(), 0) + HOUR)
    events = client.submit(machines(client, "exit"), MINER)
    assert events["MachineRemoved"]["released"] == REQUIREMENT
    assert client.stake_on_hold(MINER.ss58_address) == 0
    assert client.query("Machines", "Machines", ID) is None
