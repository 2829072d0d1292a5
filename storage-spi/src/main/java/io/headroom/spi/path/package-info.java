/** Where resources live: the values below all others, known to the errors and to the contract. */
@NullMarked
package io.headroom.spi.path;

import org.jspecify.annotations.NullMarked;
