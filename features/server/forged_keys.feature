Feature: Forged identity tokens: the key
  kid names a key that the server knows; it is no path, no query and no address, and nothing else names a key.

  @FORGE-KID-1
  Rule: A kid that is a path leads to no key

    Scenario: paths of files that anybody knows
      When a session is requested with each of these identity tokens
        | whose kid is the path of an empty file, which keys an HMAC                      |
        | whose kid is the address of an empty file, which keys an HMAC                   |
        | whose kid is the path of a file of zeros, which key an HMAC                     |
        | whose kid is the path of a file that is the same everywhere, which keys an HMAC |
        | whose kid climbs out of a folder and back                                       |
        | whose kid is a path after its own id                                            |
      Then for each of them the identity token is refused

  @FORGE-KID-2
  Rule: A kid that is part of a query finds no key

    Scenario: queries, wildcards and commands
      When a session is requested with each of these identity tokens
        | whose kid brings a key along in a query                       |
        | whose kid brings a secret along in a query                    |
        | whose kid is a query that is always true                      |
        | whose kid is its own id and a comment of SQL                  |
        | whose kid is a wildcard of SQL                                |
        | whose kid is a wildcard                                       |
        | whose kid is a filter of LDAP                                 |
        | whose kid is a command                                        |
        | whose kid is an operator of MongoDB                           |
        | whose kid is the prototype of all objects, which keys an HMAC |
        | whose kid is the constructor of all objects                   |
      Then for each of them the identity token is refused

  @FORGE-KID-3
  Rule: A kid with signs that programs stumble over is refused

    Scenario: quotes, zero bytes and thousands of characters
      When a session is requested with each of these identity tokens
        | whose kid ends in a single quote               |
        | whose kid ends in a double quote               |
        | whose kid ends in a backslash                  |
        | whose kid ends in a zero byte                  |
        | whose kid ends in a line break                 |
        | whose kid is longer by thousands of characters |
        | whose kid is of thousands of characters        |
        | whose kid holds placeholders                   |
        | whose kid is beyond ASCII                      |
      Then for each of them the identity token is refused

  @FORGE-KEY-1
  Rule: A key that a token brings along in any way is not trusted

    Scenario: keys and addresses of keys
      When a session is requested with each of these identity tokens
        | whose kid is the address of its own key                |
        | whose kid is its own key                               |
        | that brings its own key as jwk, without kid            |
        | that brings its own key as jwk, under a kid of its own |
        | that brings its own key as jwk, under the id of the right one |
        | that brings its own secret as jwk                      |
        | that brings its own key as a claim                     |
        | that brings the address of its own key as x5u          |
        | that brings its own key as jku, without kid            |
        | that brings its own key as jku within the address      |
        | that brings its own key as PEM                         |
      Then for each of them the identity token is refused

  @FORGE-KEY-2
  Rule: The key is found by kid and by nothing else

    Scenario: the right key by another name
      When a session is requested with each of these identity tokens
        | that names the right key by its thumbprint, without kid |
        | that brings the right key as jwk, without kid           |
        | that names the right key by key_id, without kid         |
        | whose kid stands in the claims alone                    |
      Then for each of them the identity token is refused
