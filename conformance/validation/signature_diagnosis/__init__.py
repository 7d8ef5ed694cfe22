"""Why a signature does not verify: what it was made with instead."""
