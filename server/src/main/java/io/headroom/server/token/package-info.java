/** Tokens that an issuer signed (OpenID Connect, RFC 7519): whether they are good here, and whom they name. Knows no HTTP but the issuer's. */
@NullMarked
package io.headroom.server.token;

import org.jspecify.annotations.NullMarked;
