"""How long a delay takes here: minutes that AWS would wait may pass in seconds."""

delay_factor = 1.0


def scaled(seconds: float) -> float:
    return seconds * delay_factor


def change(wanted: dict) -> tuple[int, dict]:
    """Take `{"delayFactor": 0.02}`; it holds for what is delayed from now on."""
    global delay_factor
    factor = wanted.get("delayFactor")
    if set(wanted) != {"delayFactor"} or not isinstance(factor, int | float) or not 0 <= factor <= 1:
        return 400, {"error": 'expected {"delayFactor": NUMBER}, from 0 to 1'}
    delay_factor = float(factor)
    return 200, wanted
