Feature: Forged identity tokens: the signature
  RS256 is one digest, one padding and one number below the modulus; whatever is almost that is no signature.

  @FORGE-DIGEST-1
  Rule: A signature over another digest is refused under the name RS256

    Scenario: digests that are not SHA-256
      When a session is requested with each of these identity tokens
        | signed with MD5 under the name RS256     |
        | signed with SHA-1 under the name RS256   |
        | signed with SHA-224 under the name RS256 |
        | signed with SHA-384 under the name RS256 |
        | signed with SHA-512 under the name RS256 |
      Then for each of them the identity token is refused

  @FORGE-PADDING-1
  Rule: A signature whose padding is not exactly that of RS256 is refused

    Scenario: paddings of lenient verifiers
      When a session is requested with each of these identity tokens
        | whose signature is of the digest alone, padded                              |
        | whose signature is of the first half of the digest, padded                  |
        | whose signature is of an empty digest, padded                               |
        | whose signature is of the digest alone, without a padding                   |
        | with a signature with a short padding and garbage after the digest          |
        | with a signature with a short padding and garbage before the digest         |
        | with a signature with zeros for its padding                                 |
        | with a signature with a wrong byte in its padding                           |
        | with a signature without an end of its padding                              |
        | with a signature with block type 0                                          |
        | with a signature with block type 2                                          |
        | with a signature with a first byte that is not zero                         |
        | with a signature that says SHA-1 of a digest of SHA-256                     |
        | with a signature with garbage in the parameters of its algorithm            |
        | with a signature with lengths in long form                                  |
        | with a signature with bytes after the digest within its sequence            |
        | with a signature without a padding, but with parameters that fill the block |
        | with a signature with a sequence of no length                               |
        | with a signature with another tag before the digest                         |
      Then for each of them the identity token is refused

  @FORGE-PADDING-2
  Rule: Whether an algorithm without parameters is accepted in a signature is reported

    Scenario: the identifier of SHA-256 without its NULL
      When a session is requested with each of these identity tokens
        | with a signature whose algorithm has no parameters |
      Then for each of them the answer is reported

  @FORGE-SCHEME-1
  Rule: A signature by PSS is refused under the name RS256

    Scenario: PSS with a salt and without one
      When a session is requested with each of these identity tokens
        | signed with PS256 under the name RS256             |
        | signed with PS256 and no salt under the name RS256 |
      Then for each of them the identity token is refused

  @FORGE-VALUE-1
  Rule: A number that anybody can write is no signature

    Scenario: numbers and texts for a signature
      When a session is requested with each of these identity tokens
        | with one for a signature                               |
        | with the modulus for a signature                       |
        | with the modulus less one for a signature              |
        | with ES256 as alg and sixty-four zeros for a signature |
        | with the negative of its signature                     |
        | with its signature backwards                           |
        | with its signature in hexadecimal                      |
        | with its signature encoded twice                       |
      Then for each of them the identity token is refused

  @FORGE-LENGTH-1
  Rule: A signature is as long as the modulus, and less than it

    Scenario: the right signature as a larger number or text
      When a session is requested with each of these identity tokens
        | with zeros before its signature         |
        | with the modulus added to its signature |
      Then for each of them the identity token is refused
