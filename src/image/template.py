"""The template for the container image, made from template.yaml: the same resources, whose functions are one image.

usage: template.py > target/image.yaml, and `sam deploy --template target/image.yaml --parameter-overrides ImageUri=…`
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMAGE_URI = """  ImageUri:
    Description: The image in this account's registry and Region, with its digest.
    Type: String
    AllowedPattern: ^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/.+$
"""


def main() -> None:
    text = (ROOT / "template.yaml").read_text()
    text = text.replace("Parameters:\n", f"Parameters:\n{IMAGE_URI}", 1)
    text = text.replace("    Runtime: java25\n", "", 1)
    text, code = re.subn(r"      CodeUri: .*\n", "      PackageType: Image\n      ImageUri: !Ref ImageUri\n", text)
    text, handlers = re.subn(r"      Handler: (.*)\n", r"      ImageConfig: {Command: [\1]}\n", text)
    # Lambda takes snapshots of its managed runtimes alone, and signs zip archives alone.
    text = re.sub(r"      (SnapStart: \{|CodeSigningConfigArn:).*\n|  IsSigned:.*\n", "", text)
    text = re.sub(r"  CodeSigningConfigArn:\n(    .*\n)+", "", text)
    text = text.replace("^[A-Za-z0-9._-]{1,64}$", "^off$")
    if code != handlers or not code:
        sys.exit(f"template.yaml has {code} packages and {handlers} handlers")
    print(text, end="")


if __name__ == "__main__":
    main()
