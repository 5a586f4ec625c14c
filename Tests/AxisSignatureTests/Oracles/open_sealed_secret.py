# This source file is part of Axis, the document-interconnection broker.
# SPDX-License-Identifier: Apache-2.0
"""Opens a sealed secret with another implementation: key file, key id, box in base64, owner."""
import base64
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

path, key_id, box, owner = sys.argv[1:]
keys = dict(line.split() for line in open(path) if line.strip() and not line.startswith("#"))
box = base64.b64decode(box)
assert box[0] == 1
sys.stdout.write(AESGCM(base64.b64decode(keys[key_id])).decrypt(box[1:13], box[13:], owner.encode()).decode())
