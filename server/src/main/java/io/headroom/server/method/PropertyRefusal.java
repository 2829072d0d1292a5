package io.headroom.server.method;

import io.headroom.server.answer.FailureXml;
import io.headroom.server.answer.Hrefs;
import io.headroom.server.exchange.Failure;
import io.headroom.server.text.Texts;
import io.headroom.server.xml.MultiStatusWriter;
import io.headroom.server.xml.PropertyName;
import java.io.IOException;

/** Why one property can't be changed; the others depend on it. */
record PropertyRefusal(PropertyName name, Failure failure) {
    /** The property's propstat. */
    void write(MultiStatusWriter xml, Hrefs hrefs, Texts texts) throws IOException {
        xml.startPropstat();
        xml.emptyProperty(name);
        xml.endPropstat(failure.status(), FailureXml.conditions(failure, hrefs), failure.message(texts));
    }
}
