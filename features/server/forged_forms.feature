Feature: Forged identity tokens: the form
  An identity token is a signed JWS in its compact form: not nested, not encrypted, not in JSON, not compressed.

  @FORGE-FORM-1
  Rule: A token in another form than the compact one is refused

    Scenario: JSON, nothing, and thousands of dots
      When a session is requested with each of these identity tokens
        | in the flattened JSON form                   |
        | in the general JSON form                     |
        | in the JSON form with its header unprotected |
        | in the compact and the JSON form at once     |
        | whose payload is detached                    |
        | in hexadecimal                               |
        | of thousands of dots                         |
        | and thousands of dots after it               |
      Then for each of them the identity token is refused

  @FORGE-FORM-2
  Rule: A token within a token is refused

    Scenario: tokens in the place of claims
      When a session is requested with each of these identity tokens
        | that is the payload of another token                    |
        | that is the payload of another token, whose cty says so |
      Then for each of them the identity token is refused

  @FORGE-FORM-3
  Rule: A token that is encrypted is refused

    Scenario: tokens encrypted to the public key
      When a session is requested with each of these identity tokens
        | encrypted to the public key                                |
        | encrypted to the public key and unsigned within            |
        | encrypted to the public key and signed within              |
        | encrypted to the public key, without the key that it wraps |
        | of three parts that says it is encrypted                   |
      Then for each of them the identity token is refused

  @FORGE-FORM-4
  Rule: A payload that is compressed or not encoded is refused

    Scenario: payloads that are no base64url of JSON
      When a session is requested with each of these identity tokens
        | whose payload is compressed  |
        | whose payload is not encoded |
      Then for each of them the identity token is refused

  @FORGE-CRIT-1
  Rule: How extensions of the header are taken is reported

    Scenario: critical extensions, and b64
      When a session is requested with each of these identity tokens
        | with b64 false                              |
        | with b64 false, which is critical           |
        | with b64 true, which is critical            |
        | with a critical extension that nobody knows |
        | with a critical extension that is not there |
        | with exp as a critical extension            |
        | with nothing critical                       |
        | with crit that is no list                   |
      Then for each of them the answer is reported
