package io.headroom.server.method;

import io.headroom.server.answer.FailureXml;
import io.headroom.server.answer.Hrefs;
import io.headroom.server.date.HttpDate;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.exchange.Failure;
import io.headroom.server.exchange.FailureStatus;
import io.headroom.server.text.Texts;
import io.headroom.server.tree.MemberFailure;
import io.headroom.server.xml.MultiStatusWriter;
import io.headroom.spi.FileResource;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.commons.io.output.UnsynchronizedByteArrayOutputStream;

/** Answers that several methods give. */
final class Answers {
    static final String XML = "application/xml; charset=utf-8";

    private Answers() {}

    /** 201 or 204 for something that stands now. */
    static DavResponse stored(boolean created) {
        return new DavResponse(created ? 201 : 204);
    }

    /**
     * The validators of exactly these bytes, so that a client need not ask again.
     *
     * @param now the date of the answer: no change is later (RFC 9110 §8.8.2.1), whatever time a file was given
     */
    static DavResponse withValidators(DavResponse response, FileResource file, Instant now) {
        Instant modified = file.lastModified();
        return response.header("ETag", file.entityTag().toString())
                .header("Last-Modified", HttpDate.format(modified.isAfter(now) ? now : modified));
    }

    /** 207 with the members that failed and no other (RFC 4918 §9.6.1, §9.8.3). */
    static DavResponse failures(DavRequest request, List<MemberFailure> failures) throws IOException {
        UnsynchronizedByteArrayOutputStream bytes =
                UnsynchronizedByteArrayOutputStream.builder().get();
        MultiStatusWriter xml = new MultiStatusWriter(bytes);
        Texts texts = request.texts();
        Hrefs hrefs = hrefs(request);
        xml.start();
        for (MemberFailure member : failures) {
            Failure failure = Failure.of(member.cause());
            xml.startResponse(request.href(member.path(), member.collection()));
            xml.status(FailureStatus.of(member.cause()));
            xml.error(FailureXml.conditions(failure, hrefs));
            xml.description(failure.message(texts));
            xml.endResponse();
        }
        xml.end();
        DavResponse response = multiStatus(bytes);
        failures.stream()
                .map(MemberFailure::cause)
                .filter(InsufficientStorageException.class::isInstance)
                .map(InsufficientStorageException.class::cast)
                .findFirst()
                .ifPresent(response::partRefused);
        return response;
    }

    /** Of what stands in conditions. */
    static Hrefs hrefs(DavRequest request) {
        return new Hrefs() {
            @Override
            public String resource(ResourcePath path) {
                return request.href(path, false);
            }

            @Override
            public String collection(ResourcePath path) {
                return request.href(path, true);
            }
        };
    }

    static DavResponse multiStatus(UnsynchronizedByteArrayOutputStream xml) {
        return new DavResponse(207)
                .header("Content-Type", XML)
                .header("Cache-Control", "no-store")
                .body(xml.toByteArray());
    }
}
