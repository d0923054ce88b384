"""What the text steps hold in memory, in a process of their own."""

import subprocess
import sys

_TEXTS = """
from pathlib import Path
def resident():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) / 1024
from mentions.brand import Brand
from pipelines.brands import BrandMatcher
from pipelines.language import LanguageDetector
before = resident()
detector = LanguageDetector()
for text in ("Ein gutes Telefon, ich bin sehr zufrieden", "Хороший телефон, всем советую", "barang bagus dan pengiriman cepat sekali"):
    detector.detect(text)
BrandMatcher([Brand(id=name, terms=(name,)) for name in ("Ravelto", "Mirando", "Тавелла")]).find("Ravelta, Тавеллу")
print(resident() - before)
"""


def test_models_and_brands_take_less_than_forty_megabytes() -> None:
    run = subprocess.run([sys.executable, "-c", _TEXTS], capture_output=True, text=True, check=True)
    assert float(run.stdout) < 40
