package io.headroom.server.method;

import io.headroom.server.exchange.AcceptHeader;
import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.exchange.ResponseBody;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.range.IfRange;
import io.headroom.server.range.MultipartRanges;
import io.headroom.server.range.RangeHeader;
import io.headroom.server.web.ListingPage;
import io.headroom.spi.ByteRange;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import io.headroom.spi.Resource;
import io.headroom.spi.error.WrongKindException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GET and HEAD (RFC 9110 §9.3.1, §9.3.2): a file, ranges of it, or a page that lists a collection. */
final class GetMethod implements DavMethod {
    private final Services services;
    private final RequestConditions conditions;
    private final ListingPage listing;

    GetMethod(Services services) {
        this.services = services;
        this.conditions = new RequestConditions(services.storage(), services.locks());
        this.listing = new ListingPage(services.storage());
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        if (request.path().isRoot() || request.trailingSlash()) {
            return collectionOrFile(request);
        }
        return file(request);
    }

    private DavResponse collectionOrFile(DavRequest request) throws IOException {
        Optional<Resource> resource = services.storage().find(request.path());
        if (resource.isPresent() && resource.get() instanceof CollectionResource collection) {
            return collection(request, collection);
        }
        return file(request);
    }

    private DavResponse file(DavRequest request) throws IOException {
        OpenFile file;
        try {
            file = services.storage().open(request.path());
        } catch (WrongKindException e) {
            CollectionResource collection = (CollectionResource) services.storage()
                    .find(request.path())
                    .filter(CollectionResource.class::isInstance)
                    .orElseThrow(() -> e);
            return collection(request, collection);
        }
        try {
            return answer(request, file);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private DavResponse answer(DavRequest request, OpenFile file) {
        Rights.requireRead(request);
        FileResource resource = file.resource();
        if (conditions.isNotModified(request, Optional.of(resource))) {
            file.close();
            return withValidators(new DavResponse(304), resource);
        }
        // Range means nothing but for GET (RFC 9110 §14.2).
        Optional<String> range = request.method().equals("GET") ? request.header("Range") : Optional.empty();
        if (range.isEmpty()
                || !IfRange.holds(
                        request.header("If-Range").orElse(null),
                        resource,
                        services.clock().instant())) {
            return whole(file);
        }
        RangeHeader ranges = RangeHeader.parse(range.get(), resource.size());
        if (ranges instanceof RangeHeader.Unsatisfiable) {
            throw new RequestRefusedException(
                    416,
                    "The file has " + resource.size() + " bytes.",
                    Map.of("Content-Range", "bytes */" + resource.size()));
        }
        if (ranges instanceof RangeHeader.Ranges some) {
            return some.ranges().size() == 1 ? part(file, some.ranges().get(0)) : parts(file, some.ranges());
        }
        return whole(file);
    }

    private DavResponse whole(OpenFile file) {
        FileResource resource = file.resource();
        return withType(withValidators(new DavResponse(200), resource), resource)
                .contentLength(resource.size())
                .body(new FileBody(file, List.of(ByteRange.whole(resource.size()))));
    }

    private DavResponse part(OpenFile file, ByteRange range) {
        FileResource resource = file.resource();
        return withType(withValidators(new DavResponse(206), resource), resource)
                .header("Content-Range", "bytes " + range.offset() + "-" + (range.end() - 1) + "/" + resource.size())
                .contentLength(range.length())
                .body(new FileBody(file, List.of(range)));
    }

    private DavResponse parts(OpenFile file, List<ByteRange> ranges) {
        FileResource resource = file.resource();
        MultipartRanges multipart = MultipartRanges.of(
                ranges, resource.size(), services.mediaTypes().of(resource));
        return withValidators(new DavResponse(206), resource)
                .header("Content-Type", multipart.contentType())
                .contentLength(multipart.contentLength())
                .body(new MultipartBody(file, multipart));
    }

    private DavResponse withValidators(DavResponse response, FileResource resource) {
        return Answers.withValidators(response, resource, services.clock().instant())
                .header("Cache-Control", "private, no-cache")
                .header("Accept-Ranges", "bytes");
    }

    private DavResponse withType(DavResponse response, FileResource resource) {
        String type = services.mediaTypes().of(resource);
        response.header("Content-Type", type).header("X-Content-Type-Options", "nosniff");
        if (services.mediaTypes().isActive(type)) {
            // A page or script that somebody uploaded must not act in this server's name.
            response.header("Content-Security-Policy", "sandbox; default-src 'none'")
                    .header(
                            "Content-Disposition",
                            ContentDisposition.attachment(resource.path().name()));
        }
        return response;
    }

    private DavResponse collection(DavRequest request, CollectionResource collection) throws IOException {
        if (conditions.isNotModified(request, Optional.of(collection))) {
            return new DavResponse(304);
        }
        boolean browser =
                AcceptHeader.parse(request.header("Accept").orElse(null)).asksFor("text", "html");
        if (!request.trailingSlash() && browser) {
            // Relative links in the page need the slash. DAV clients don't ask for text/html and are served as they
            // are.
            return new DavResponse(301)
                    .header("Location", request.href(collection.path(), true))
                    .contentLength(0);
        }
        return new DavResponse(200)
                .header("Content-Type", "text/html; charset=utf-8")
                .header("Content-Location", request.href(collection.path(), true))
                .header("Cache-Control", "private, no-cache")
                .header("X-Content-Type-Options", "nosniff")
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")
                .body(listing.of(
                        collection,
                        Rights.shown(
                                request, collection.path(), services.storage().list(collection.path())),
                        path -> request.href(path, true),
                        !services.isReadOnly() && Rights.mayAddMembers(request)));
    }

    private record FileBody(OpenFile file, List<ByteRange> ranges) implements ResponseBody {
        @Override
        public void writeTo(Sink sink) throws IOException {
            for (ByteRange range : ranges) {
                file.transferTo(range, sink.channel());
            }
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private record MultipartBody(OpenFile file, MultipartRanges multipart) implements ResponseBody {
        @Override
        public void writeTo(Sink sink) throws IOException {
            for (int i = 0; i < multipart.ranges().size(); i++) {
                sink.stream().write(multipart.partHeader(i));
                file.transferTo(multipart.ranges().get(i), sink.channel());
            }
            sink.stream().write(multipart.end());
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
