/**
 * Live properties, dead properties, and who keeps them. Owns the {@link io.headroom.server.property.PropertyStore} interface;
 * {@code metadata} implements it.
 */
@NullMarked
package io.headroom.server.property;

import org.jspecify.annotations.NullMarked;
