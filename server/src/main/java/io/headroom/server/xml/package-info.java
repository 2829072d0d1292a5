/**
 * The XML of the protocol: request bodies into values, and multistatus answers out. Knows no storage and no HTTP.
 */
@NullMarked
package io.headroom.server.xml;

import org.jspecify.annotations.NullMarked;
