/**
 * What the server says to people, in the languages that they read. Below the requests and their answers: knows no HTTP but the
 * value of Accept-Language.
 */
@NullMarked
package io.headroom.server.text;

import org.jspecify.annotations.NullMarked;
