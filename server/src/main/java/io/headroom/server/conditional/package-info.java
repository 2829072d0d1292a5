/**
 * Conditions of a request: the If header of WebDAV (RFC 4918 §10.4) and the If-Match family (RFC 9110 §13). Parsers are pure;
 * evaluation asks the caller for the state of resources.
 */
@NullMarked
package io.headroom.server.conditional;

import org.jspecify.annotations.NullMarked;
