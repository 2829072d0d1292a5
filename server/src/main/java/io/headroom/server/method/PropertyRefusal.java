package io.headroom.server.method;

import io.headroom.server.exchange.Failure;
import io.headroom.server.exchange.FailureBody;
import io.headroom.server.xml.MultiStatusWriter;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.ResourcePath;
import java.io.IOException;
import java.util.function.Function;

/** Why one property can't be changed; the others depend on it. */
record PropertyRefusal(PropertyName name, Failure failure) {
    /** The property's propstat. */
    void write(MultiStatusWriter xml, Function<ResourcePath, String> href) throws IOException {
        xml.startPropstat();
        xml.emptyProperty(name);
        xml.endPropstat(failure.status(), FailureBody.conditions(failure, href), failure.message());
    }
}
