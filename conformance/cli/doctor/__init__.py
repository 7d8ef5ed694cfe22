"""What `layer-conformance doctor` checks: the network, the target's answers, one sign-in."""
