/** Forms with files as browsers send them (RFC 7578), read as a stream: no file is kept here, neither in memory nor on disk. */
@NullMarked
package io.headroom.server.form;

import org.jspecify.annotations.NullMarked;
