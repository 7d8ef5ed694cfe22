Feature: Forged identity tokens: the algorithm
  The token must not choose how it is verified: its alg must be RS256, and RS256 it is.

  @FORGE-HMAC-1
  Rule: A token keyed with the public key in any form, under any HMAC, is refused

    Scenario Outline: the public key as the secret of <alg>
      When a session is requested with each of these identity tokens
        | signed with <alg> and the public key in PEM                                      |
        | signed with <alg> and the public key in PEM without its last line break          |
        | signed with <alg> and the public key in PEM with line breaks as Windows has them |
        | signed with <alg> and the public key in PEM with its line breaks written out     |
        | signed with <alg> and the public key in PEM without its first and last line      |
        | signed with <alg> and the public key in PEM with a blank before it               |
        | signed with <alg> and the public key in PEM with a comment before it             |
        | signed with <alg> and the public key in DER                                      |
        | signed with <alg> and the public key in PKCS#1 PEM                               |
        | signed with <alg> and the public key in PKCS#1 DER                               |
        | signed with <alg> and the public key in the form of OpenSSH                      |
        | signed with <alg> and the public key in the form of a JWK                        |
        | signed with <alg> and the public key in the form of its modulus                  |
        | signed with <alg> and the public key in the form of its modulus in base64url     |
        | signed with <alg> and the public key in the form of its modulus in hexadecimal   |
        | signed with <alg> and the public key in base64 twice                             |
      Then for each of them the identity token is refused

      Examples: every HMAC
        | alg   |
        | HS256 |
        | HS384 |
        | HS512 |

  @FORGE-HMAC-2
  Rule: A token keyed with what everybody can guess is refused

    Scenario Outline: a secret of <alg> that everybody can guess
      When a session is requested with each of these identity tokens
        | signed with <alg> and nothing as the secret         |
        | signed with <alg> and the word secret as the secret |
        | signed with <alg> and the kid as the secret         |
        | signed with <alg> and the iss as the secret         |
        | signed with <alg> and the nonce as the secret       |
      Then for each of them the identity token is refused

      Examples: every HMAC
        | alg   |
        | HS256 |
        | HS384 |
        | HS512 |

  @FORGE-NONE-1
  Rule: A token without a signature is refused, whatever stands in the place of alg

    Scenario: no signature, and an alg of every kind
      When a session is requested with each of these identity tokens
        | without a signature and with none and a blank before it as alg     |
        | without a signature and with none and a blank after it as alg      |
        | without a signature and with none and a line break after it as alg |
        | without a signature and with none and a zero byte after it as alg  |
        | without a signature and with none in wide letters as alg           |
        | without a signature and with NoNe as alg                           |
        | without a signature and with nonE as alg                           |
        | without a signature and with null as alg                           |
        | without a signature and with false as alg                          |
        | without a signature and with 0 as alg                              |
        | without a signature and with an empty string as alg                |
        | without a signature and with an empty list as alg                  |
        | without a signature and with none in a list as alg                 |
        | without a signature and with an algorithm that nobody knows as alg |
        | without a signature and with HS256 as alg                          |
        | without a signature and with ES256 as alg                          |
        | without a signature and with PS256 as alg                          |
        | without a signature and with none as alg, without kid              |
        | without a signature and with NONE as alg, without kid              |
        | without a signature and with none as alg and as kid                |
        | without a signature and without alg                                |
        | without a signature and with an empty header                       |
        | of nothing but its payload between dots                            |
        | of two parts, with none as alg                                     |
        | with none as alg and a signature by nobody                         |
        | with none as alg and equals signs for a signature                  |
        | with none as alg and an encoded nothing for a signature            |
      Then for each of them the identity token is refused

  @FORGE-ALG-1
  Rule: alg is RS256 to the letter

    Scenario: names that are almost RS256
      When a session is requested with each of these identity tokens
        | with rs256 as alg                           |
        | with Rs256 as alg                           |
        | with RS256 and a blank after it as alg      |
        | with RS256 and a blank before it as alg     |
        | with RS256 and a line break after it as alg |
        | with RS256 and a long s as alg              |
        | with RS256 and a zero byte after it as alg  |
        | with RS-256 as alg                          |
        | with RSA256 as alg                          |
        | with RSA as alg                             |
        | with RS256 and RS256 again as alg           |
        | with SHA256withRSA as alg                   |
        | with RS256 as XML has it as alg             |
      Then for each of them the identity token is refused
