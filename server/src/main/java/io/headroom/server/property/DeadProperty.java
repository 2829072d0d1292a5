package io.headroom.server.property;

import io.headroom.server.xml.PropertyName;

/**
 * A property that the server only keeps (RFC 4918 §4.2).
 *
 * @param xml the whole property element as given: self-contained, every prefix that it uses declared inside, xml:lang in
 *     scope written onto it
 */
public record DeadProperty(PropertyName name, String xml) {}
