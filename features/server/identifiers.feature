Feature: Identifiers that are almost the right one
  A nonce, a key, a provider, an app and a session have one name each, and are found by the whole of it.

  @SAME-NONCE-1
  Rule: A nonce is found by the whole of its text

    Scenario: nonces that are almost one that was given
      When a session is requested with each of these identity tokens
        | whose nce is written cut in half                                 |
        | whose nce is written without its first character                 |
        | whose nce is written without its last character                  |
        | whose nce is written cut to sixteen characters and filled up     |
        | whose nce is written with a character before it                  |
        | whose nce is written with a character after it                   |
        | whose nce is written with a blank before it                      |
        | whose nce is written with a blank after it                       |
        | whose nce is written with a line break after it                  |
        | whose nce is written with a zero byte after it                   |
        | whose nce is written with a zero byte and more after it          |
        | whose nce is written with a comma and more after it              |
        | whose nce is written with a path after it                        |
        | whose nce is written with more and a comma before it             |
        | whose nce is written with a query after it                       |
        | whose nce is written with percent signs after it                 |
        | whose nce is written with a wildcard for its end                 |
        | whose nce is written twice                                       |
        | whose nce is written in quotes                                   |
        | whose nce is written in reverse                                  |
        | whose nce is written in wide letters                             |
        | whose nce is written with other characters at both ends          |
        | whose nce is written in the other case                           |
        | whose nce is written with its last character as a percent escape |
      Then for each of them the identity token is refused

  @SAME-NONCE-2
  Rule: An empty nonce, or a word for nothing, is no nonce

    Scenario: nothing in the place of a nonce
      When a session is requested with each of these identity tokens
        | whose nce is an empty string    |
        | whose nce is a blank alone      |
        | whose nce is the word null      |
        | whose nce is the word undefined |
        | whose nce is a zero             |
      Then for each of them the identity token is refused

  @SAME-KEY-1
  Rule: A key is found by the whole of its id

    Scenario: key ids that are almost the right one
      When a session is requested with each of these identity tokens
        | whose kid is written cut in half                             |
        | whose kid is written without its first character             |
        | whose kid is written without its last character              |
        | whose kid is written cut to sixteen characters and filled up |
        | whose kid is written with a character before it              |
        | whose kid is written with a character after it               |
        | whose kid is written with a blank before it                  |
        | whose kid is written with a blank after it                   |
        | whose kid is written with a line break after it              |
        | whose kid is written with a zero byte after it               |
        | whose kid is written with a zero byte and more after it      |
        | whose kid is written with a comma and more after it          |
        | whose kid is written with a path after it                    |
        | whose kid is written with more and a comma before it         |
        | whose kid is written with other characters at both ends      |
        | whose kid is written with a query after it                   |
        | whose kid is written with percent signs after it             |
        | whose kid is written with a wildcard for its end             |
        | whose kid is written twice                                   |
        | whose kid is written in quotes                               |
        | whose kid is written in reverse                              |
        | whose kid is written in wide letters                         |
      Then for each of them the identity token is refused

  @SAME-KEY-2
  Rule: A word for nothing is no key id

    Scenario: nothing in the place of a kid
      When a session is requested with each of these identity tokens
        | whose kid is an empty string    |
        | whose kid is a blank alone      |
        | whose kid is the word null      |
        | whose kid is the word undefined |
        | whose kid is a zero             |
      Then for each of them the identity token is refused

  @SAME-PROVIDER-1
  Rule: A provider is found by the whole of its id

    Scenario: provider ids that are almost the right one
      When a session is requested with each of these identity tokens
        | whose iss is written cut in half                             |
        | whose iss is written without its first character             |
        | whose iss is written without its last character              |
        | whose iss is written cut to sixteen characters and filled up |
        | whose iss is written with a character before it              |
        | whose iss is written with a character after it               |
        | whose iss is written with a blank before it                  |
        | whose iss is written with a blank after it                   |
        | whose iss is written with a line break after it              |
        | whose iss is written with a zero byte after it               |
        | whose iss is written with a zero byte and more after it      |
        | whose iss is written with a comma and more after it          |
        | whose iss is written with a path after it                    |
        | whose iss is written with more and a comma before it         |
        | whose iss is written with other characters at both ends      |
        | whose iss is written with a query after it                   |
        | whose iss is written with percent signs after it             |
        | whose iss is written with a wildcard for its end             |
        | whose iss is written twice                                   |
        | whose iss is written in quotes                               |
        | whose iss is written in reverse                              |
        | whose iss is written in wide letters                         |
      Then for each of them the identity token is refused

  @SAME-PROVIDER-2
  Rule: A word for nothing is no provider id

    Scenario: nothing in the place of an iss
      When a session is requested with each of these identity tokens
        | whose iss is an empty string    |
        | whose iss is a blank alone      |
        | whose iss is the word null      |
        | whose iss is the word undefined |
        | whose iss is a zero             |
      Then for each of them the identity token is refused

  @SAME-SPELLING-1
  Rule: How identifiers are taken in another spelling is reported

    Scenario: keys and providers in the other case, and with percent escapes
      When a session is requested with each of these identity tokens
        | whose kid is written in the other case                           |
        | whose kid is written with its last character as a percent escape |
        | whose iss is written in the other case                           |
        | whose iss is written with its last character as a percent escape |
      Then for each of them the answer is reported

    Scenario: apps in the other case, and with percent escapes
      When a session is requested with the app id written in each of these ways
        | in the other case                           |
        | with its last character as a percent escape |
      Then for each of them the answer is reported

    Scenario: session tokens that are used in the other case, and with percent escapes
      Given a session whose token is accepted
      When the session is used with its token written in each of these ways
        | in the other case                           |
        | with its last character as a percent escape |
      Then for each of them the answer is reported

    Scenario: session tokens that are deleted in the other case
      Given a session whose token is accepted
      When the session is deleted with its token written in each of these ways
        | in the other case |
      Then for each of them the answer is reported

  @SAME-APP-1
  Rule: An app is found by the whole of its id

    Scenario: app ids that are almost the right one
      When a session is requested with the app id written in each of these ways
        | cut in half                             |
        | without its last character              |
        | cut to sixteen characters and filled up |
        | with a character before it              |
        | with a character after it               |
        | with a zero byte and more after it      |
        | with a comma and more after it          |
        | with a path after it                    |
        | with a query after it                   |
        | with a wildcard for its end             |
        | twice                                   |
        | in quotes                               |
        | in wide letters                         |
      Then for each of them the app id is refused

  @SAME-SESSION-1
  Rule: A session is found by the whole of its token

    Scenario: session tokens that are almost one that was issued
      Given a session whose token is accepted
      When the session is used with its token written in each of these ways
        | cut in half                             |
        | without its first character             |
        | without its last character              |
        | cut to sixteen characters and filled up |
        | with a character before it              |
        | with a character after it               |
        | with a comma and more after it          |
        | with more and a comma before it         |
        | with other characters at both ends      |
        | with a path after it                    |
        | with a query after it                   |
        | with percent signs after it             |
        | with a wildcard for its end             |
        | twice                                   |
        | in reverse                              |
      Then for each of them no resource is returned, and the answer is a 4xx
      And the session lives on

  @SAME-SESSION-2
  Rule: A deletion ends the session of the whole token alone

    Scenario: deletions of tokens that are almost one that was issued
      Given a session whose token is accepted
      When the session is deleted with its token written in each of these ways
        | cut in half                             |
        | without its first character             |
        | without its last character              |
        | cut to sixteen characters and filled up |
        | with a character before it              |
        | with a character after it               |
        | with a blank before it                  |
        | with a blank after it                   |
        | with a zero byte after it               |
        | with a zero byte and more after it      |
        | with a comma and more after it          |
        | with more and a comma before it         |
        | with other characters at both ends      |
        | with a path after it                    |
        | with a query after it                   |
        | with percent signs after it             |
        | with a wildcard for its end             |
        | twice                                   |
        | in wide letters                         |
      Then for each of them the server answers without a 5xx
      And the session lives on
