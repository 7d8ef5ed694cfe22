Feature: Nonces in the hands of a client
  From Layer to the identity server, and not a moment longer.

  @CLIENT-NONCE-1
  Rule: A client brings the nonce to the identity server byte for byte

    Scenario Outline: <form>
      Given at Layer, <form>
      When the client signs alice in
      Then on the wire, nonces reach the identity server as Layer gave them

      Examples: forms that real nonces had
        | form                                               |
        | nonces of forty hexadecimal digits                 |
        | nonces that are UUIDs                              |
        | nonces in base64 with plus, slash and equals signs |
        | nonces in base64url                                |

      Examples: texts that look like something else
        | form                                 |
        | nonces with percent signs            |
        | nonces with escaped plus signs       |
        | nonces with ampersands               |
        | nonces with blanks at both ends      |
        | nonces in capitals and small letters |
        | nonces of digits with zeros in front |

      Examples: lengths
        | form                     |
        | nonces of one character  |
        | nonces of 512 characters |

      Examples: as JSON may write them
        | form                            |
        | texts written in JSON's escapes |

  @CLIENT-NONCE-2
  Rule: A client uses each nonce for one sign-in

    Scenario Outline: a nonce that was used, while it <doings>
      Given the client signs alice in
      When the client <doings>
      Then on the wire, every sign-in has a nonce of its own

      Examples: the same user
        | doings                            |
        | signs alice in                    |
        | signs out, then signs alice in    |
        | is restarted, then signs alice in |

      Examples: another user
        | doings                       |
        | signs out, then signs bob in |

  @CLIENT-NONCE-3
  Rule: A client keeps no nonce for a later sign-in

    Scenario Outline: a nonce that was not used, while it <doings>
      Given at the identity server, 401 for the first request
      When the client <doings>
      Then on the wire, no nonce is kept from an earlier sign-in

      Examples: the same user
        | doings                                                 |
        | signs alice in, then signs alice in                    |
        | signs alice in, then is restarted, then signs alice in |

      Examples: another user
        | doings                            |
        | signs alice in, then signs bob in |

  @CLIENT-NONCE-4
  Rule: A client makes up no nonce where Layer refuses one

    Scenario Outline: Layer answers <departure>
      Given at Layer, <departure>
      When the client signs alice in
      Then on the wire, nothing takes the place of a nonce

      Examples: refusals and failures
        | departure                                    |
        | 404 to requests for a nonce                  |
        | 406 to requests for a nonce                  |
        | 500 to requests for a nonce                  |
        | 503 to requests for a nonce                  |
        | a closed connection for requests for a nonce |

  @CLIENT-NONCE-5
  Rule: A client takes nothing for a nonce that is none

    Scenario Outline: Layer answers <departure>, and no nonce
      Given at Layer, <departure>
      When the client signs alice in
      Then on the wire, nothing takes the place of a nonce

      Examples: success without a nonce
        | departure                                  |
        | 201 without a nonce                        |
        | an empty nonce                             |
        | null for a nonce                           |
        | a number for a nonce                       |
        | an object for a nonce                      |
        | half a JSON object for a nonce             |
        | an empty answer to the request for a nonce |
