"""Numbers and what Python's decimal makes of them, one case a line, for number_decimal_test.cc.

  text <text> <plain decimal or error>        error: overflow, underflow, digits
  add <a> <b> <plain decimal or error>
  less <a> <b>                                 a is smaller than b
"""
import decimal
import random
import sys

decimal.getcontext().prec = 1000
decimal.getcontext().Emax = 100000
decimal.getcontext().Emin = -100000
pick = random.Random(int(sys.argv[1]))


def judge(value):
    if value == 0:
        return "0"
    if value.adjusted() > 125:
        return "overflow"
    if value.adjusted() < -130:
        return "underflow"
    value = value.normalize()
    if len(value.as_tuple().digits) > 38:
        return "digits"
    return format(value, "f")


def text():
    digits = "".join(pick.choice("0123456789") for _ in range(pick.choice([1, 2, 5, 12, 30, 38, 39, 45])))
    digits = "0" * pick.choice([0, 0, 0, 3]) + digits + "0" * pick.choice([0, 0, 0, 4])
    point = pick.randint(0, len(digits))
    if pick.random() < 0.6:
        digits = digits[:point] + "." + digits[point:]
    if pick.random() < 0.6:
        digits += pick.choice("eE") + pick.choice(["", "+", "-"]) + str(pick.choice([0, 1, 7, 37, 90, 124, 125, 130, 170]))
    return pick.choice(["", "-", "+"]) + digits


def stored():
    while True:
        candidate = text()
        value = decimal.Decimal(candidate)
        if value == 0 and "e" in candidate.lower():
            continue
        if judge(value) not in ("overflow", "underflow", "digits"):
            return candidate, value


for _ in range(int(sys.argv[2])):
    candidate = text()
    value = decimal.Decimal(candidate)
    if value == 0 and "e" in candidate.lower():
        continue  # zero is judged by its written exponent: not decimal's matter
    print("text", candidate, judge(value))
    (a, x), (b, y) = stored(), stored()
    if pick.random() < 0.5:  # of the same magnitude, so that the sum has a chance to fit
        y = decimal.Decimal(pick.randint(-10**6, 10**6)).scaleb(x.adjusted() - pick.randint(0, 9))
        b = format(y, "f") if judge(y) not in ("overflow", "underflow", "digits") else "0"
        y = decimal.Decimal(b)
    print("add", a, b, judge(x + y))
    if x != y:
        print("less", *((a, b) if x < y else (b, a)))
