package io.headroom.server.property;

import io.headroom.server.xml.PropertyName;

/** One instruction for the store. */
public sealed interface PropertyChange {
    PropertyName name();

    /** Sets or replaces. */
    record Set(DeadProperty property) implements PropertyChange {
        @Override
        public PropertyName name() {
            return property.name();
        }
    }

    /** Removes; removing what is not there succeeds (RFC 4918 §14.23). */
    record Remove(PropertyName name) implements PropertyChange {}
}
