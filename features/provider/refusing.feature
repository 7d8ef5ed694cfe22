Feature: Refusing identity tokens
  Whoever gets a token signs in as its user, so that everything but a right login is refused.

  @REFUSE-LOGIN-1
  Rule: A wrong login gets no identity token

    Scenario: a wrong login
      Given a valid login gets an identity token
      When a request for a token with a wrong login is sent
      Then no identity token is issued

  @REFUSE-LOGIN-2
  Rule: A request without a password gets no identity token

    Scenario: no password
      Given a valid login gets an identity token
      When a request for a token without a password is sent
      Then no identity token is issued

  @REFUSE-LOGIN-3
  Rule: A request that names no user gets no identity token

    Scenario: no user
      Given a valid login gets an identity token
      When a request for a token without a user is sent
      Then no identity token is issued

  @REFUSE-USER-1
  Rule: An unknown user gets no identity token

    Scenario: an unknown user
      Given a valid login gets an identity token
      When a request for a token of an unknown user is sent
      Then no identity token is issued

  @REFUSE-USER-2
  Rule: Where nobody has to sign in, a request that names no user gets no identity token

    Scenario: no user, and no login to check
      Given a valid login gets an identity token
      When a request for a token without a user, where nobody signs in, is sent
      Then no identity token is issued

  @REFUSE-NONCE-1
  Rule: A request without a nonce gets no identity token

    Scenario: no nonce
      Given a valid login gets an identity token
      When a request for a token without a nonce is sent
      Then no identity token is issued

  @REFUSE-NONCE-2
  Rule: A request with an empty nonce gets no identity token

    Scenario: an empty nonce
      Given a valid login gets an identity token
      When a request for a token with an empty nonce is sent
      Then no identity token is issued

  @REFUSE-STATUS-1
  Rule: A refusal is a 4xx

    Scenario Outline: the status of a refusal: a request <way>
      Given a valid login gets an identity token
      When a request for a token <way> is sent
      Then the request is refused with a 4xx

      Examples: wrong logins
        | way                |
        | with a wrong login |
        | without a password |
        | without a user     |
        | of an unknown user |

      Examples: missing nonces
        | way                 |
        | without a nonce     |
        | with an empty nonce |

      Examples: another method
        | way      |
        | with GET |

      Examples: another application
        | way                              |
        | for an application in production |

  @REFUSE-SHAPE-1
  Rule: The shape of a refusal is reported

    Scenario: a refusal as it looks
      Given a valid login gets an identity token
      When a request for a token without a nonce is sent
      Then what the provider answers is reported

  @REFUSE-LEAK-1
  Rule: An error shows no part of a key

    Scenario Outline: a key in the answer to a request <way>
      Given a valid login gets an identity token
      When a request for a token <way> is sent
      Then the answer shows no key

      Examples: refused or broken
        | way                           |
        | with a wrong login            |
        | without a user                |
        | without a nonce               |
        | with an empty nonce           |
        | with half a body              |
        | with a body that is not UTF-8 |

  @REFUSE-LEAK-2
  Rule: An error shows no stack trace

    Scenario Outline: a stack trace in the answer to a request <way>
      Given a valid login gets an identity token
      When a request for a token <way> is sent
      Then the answer shows no stack trace

      Examples: refused or broken
        | way                           |
        | with a wrong login            |
        | without a user                |
        | without a nonce               |
        | with an empty nonce           |
        | with half a body              |
        | with a body that is not UTF-8 |

  @REFUSE-LEAK-3
  Rule: An error shows no path of a file

    Scenario Outline: a path in the answer to a request <way>
      Given a valid login gets an identity token
      When a request for a token <way> is sent
      Then the answer shows no path of a file

      Examples: refused or broken
        | way                           |
        | with a wrong login            |
        | without a user                |
        | without a nonce               |
        | with an empty nonce           |
        | with half a body              |
        | with a body that is not UTF-8 |

  @REFUSE-GET-1
  Rule: A GET gets no identity token

    Scenario: the right fields, in the query of a GET
      Given a valid login gets an identity token
      When a request for a token with GET is sent
      Then no identity token is issued

  @REFUSE-APP-1
  Rule: A sample service serves no application in production

    Scenario Outline: asking <app>
      Given a valid login gets an identity token
      When a request for a token <app> is sent
      Then no identity token is issued

      Examples: production app ids
        | app                                                        |
        | for an application in production                           |
        | for an application in production, written with two slashes |
