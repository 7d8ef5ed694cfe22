Feature: Versioning
  Every request says which version of the API it speaks.

  @VERSION-1
  Rule: A request without an Accept header is refused

    Scenario Outline: <request> without an Accept header
      Given <request> that succeeds
      When <request> is sent without Accept
      Then the Accept header is refused

      Examples: every endpoint
        | request            |
        | a nonce request    |
        | a session request  |
        | a session deletion |

    Scenario: a session whose deletion was refused lives on
      Given a session whose token is accepted
      When the session is deleted without Accept
      Then the Accept header is refused
      And the session lives on

  @VERSION-2
  Rule: An Accept header that is not Layer's is refused

    Scenario Outline: <request> that accepts <accept>
      Given <request> that succeeds
      When <request> is sent with Accept "<accept>"
      Then the Accept header is refused

      Examples: every endpoint
        | request            | accept                                 |
        | a nonce request    | application/json                       |
        | a session request  | application/json                       |
        | a session deletion | application/json                       |
        | a nonce request    | application/vnd.acme+json; version=2.0 |
        | a session request  | text/html                              |

  @VERSION-3
  Rule: An Accept header that accepts anything names no version and is refused

    Scenario Outline: <request> that accepts anything
      Given <request> that succeeds
      When <request> is sent with Accept "*/*"
      Then the Accept header is refused

      Examples: every endpoint
        | request            |
        | a nonce request    |
        | a session request  |
        | a session deletion |

  @VERSION-4
  Rule: An Accept header without a version is refused

    Scenario Outline: <request> that names no version
      Given <request> that succeeds
      When <request> is sent with Accept "application/vnd.layer+json"
      Then the Accept header is refused

      Examples: every endpoint
        | request            |
        | a nonce request    |
        | a session request  |
        | a session deletion |

  @VERSION-5
  Rule: A version that is not a number is refused

    Scenario Outline: <request> for version <version>
      Given <request> that succeeds
      When <request> is sent with Accept "application/vnd.layer+json; version=<version>"
      Then the Accept header is refused

      Examples: every endpoint
        | request            | version |
        | a nonce request    | two     |
        | a session request  | two     |
        | a session deletion | two     |
        | a nonce request    | x.y     |

  @VERSION-6
  Rule: A version that is not available is refused

    Scenario Outline: <request> for the unavailable version <version>
      Given <request> that succeeds
      When <request> is sent with Accept "application/vnd.layer+json; version=<version>"
      Then the Accept header is refused

      Examples: every endpoint
        | request            | version |
        | a nonce request    | 99.0    |
        | a session request  | 99.0    |
        | a session deletion | 99.0    |
        | a nonce request    | 0.1     |
        | a nonce request    | 1.5     |
        | a nonce request    | 2.7     |
        | a nonce request    | 20.0    |

  @VERSION-7
  Rule: Every declared version is served on every endpoint

    Scenario Outline: <request> in a declared version
      When <request> is sent in this version
      Then <request> succeeds

      Examples: every endpoint
        | request            |
        | a nonce request    |
        | a session request  |
        | a session deletion |

  @VERSION-8
  Rule: How other spellings of the Accept header are answered is reported

    Scenario Outline: an Accept header <spelling>
      Given a nonce request that succeeds
      When a nonce request is sent with an Accept header <spelling>
      Then the answer is reported

      Examples: not documented
        | spelling                     |
        | without the blank            |
        | in capitals                  |
        | with the version in quotes   |
        | with the major version alone |
        | with another parameter       |
        | after another media range    |
        | with a zero before the version    |
        | with a zero after the version     |
        | with the version twice            |
        | with the version and another one  |
        | with another version and this one |
        | with the version in two media ranges |

  @VERSION-9
  Rule: A version that is nearly an available one is refused

    Scenario Outline: an Accept header <nearly>
      Given a nonce request that succeeds
      When a nonce request is sent with an Accept header <nearly>
      Then the Accept header is refused

      Examples: neither of the form nor available
        | nearly                                          |
        | whose version has a digit more at its end       |
        | whose version has a digit more at its beginning |
        | whose version has a third number                |
        | whose version ends in a letter                  |
