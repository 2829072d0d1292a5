package io.headroom.server.http;

import io.headroom.server.answer.FailedRequest;
import io.headroom.server.answer.FailureBody;
import io.headroom.server.answer.Hrefs;
import io.headroom.server.exchange.AcceptHeader;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.exchange.Failure;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.method.AllowedMethods;
import io.headroom.server.path.DestinationHeader;
import io.headroom.server.path.HrefCodec;
import io.headroom.server.text.Messages;
import io.headroom.server.text.Texts;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures as answers, and as one line in the log where that helps: refused as designed at DEBUG, no room at WARN, what should
 * not happen at ERROR, once. Thread-safe.
 */
final class FailureAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(FailureAnswers.class);

    private final HrefCodec hrefs;
    private final DestinationHeader destinations;
    private final AllowedMethods allowed;
    private final Storage storage;
    private final RoomLog roomLog;
    private final Messages messages;
    private final FailureBody bodies;
    private final RequestListener listener;
    private final Function<HttpServletRequest, List<String>> challenges;

    /** @param challenges how to log in, for an answer of 401 to this request */
    FailureAnswers(
            HrefCodec hrefs,
            DestinationHeader destinations,
            AllowedMethods allowed,
            Storage storage,
            RoomLog roomLog,
            Messages messages,
            FailureBody bodies,
            RequestListener listener,
            Function<HttpServletRequest, List<String>> challenges) {
        this.hrefs = hrefs;
        this.destinations = destinations;
        this.allowed = allowed;
        this.storage = storage;
        this.roomLog = roomLog;
        this.messages = messages;
        this.bodies = bodies;
        this.listener = listener;
        this.challenges = challenges;
    }

    DavResponse refused(HttpServletRequest request, RequestRefusedException refusal) {
        LOG.debug("{} {}: {} {}", request.getMethod(), request.getRequestURI(), refusal.status(), refusal.sentence());
        return answer(request, Failure.of(refusal), pathOf(request), messages.english());
    }

    DavResponse failed(HttpServletRequest request, StorageException cause) {
        Failure failure = Failure.of(cause);
        if (failure.storage().isPresent()) {
            noRoom(request, failure.storage().get());
        } else if (failure.status() == 500) {
            LOG.error("{} {}: the storage failed", request.getMethod(), request.getRequestURI(), cause);
        } else {
            LOG.debug("{} {}: {}", request.getMethod(), request.getRequestURI(), cause.getMessage());
        }
        return answer(request, failure, cause.path(), texts(request));
    }

    /** A part of the request found no room, and the answer says so inside a 207. */
    void partRefused(HttpServletRequest request, InsufficientStorageException cause) {
        noRoom(request, cause);
    }

    private void noRoom(HttpServletRequest request, InsufficientStorageException cause) {
        roomLog.refused(request.getMethod(), cause);
        listener.refused(request.getMethod(), cause);
    }

    /** The client broke off or lied about the length; most often nobody is there any more to read this. */
    DavResponse clientBrokeOff(HttpServletRequest request, IOException cause) {
        LOG.debug("{} {}: the client broke off: {}", request.getMethod(), request.getRequestURI(), cause.toString());
        RequestRefusedException refusal = cause.getCause() instanceof TimeoutException
                ? new RequestRefusedException(408, "The request's body did not come; nothing was stored.")
                : RequestRefusedException.badRequest("The request's body broke off; nothing was stored.");
        DavResponse response = answer(request, Failure.of(refusal), pathOf(request), messages.english());
        return Protocol.of(request).isMultiplexed() ? response : response.header("Connection", "close");
    }

    DavResponse unexpected(HttpServletRequest request, RuntimeException cause) {
        String id = RequestTags.id(request);
        LOG.error("{} {}: unexpected, {}", request.getMethod(), request.getRequestURI(), id, cause);
        return answer(request, Failure.unexpected(id), pathOf(request), texts(request));
    }

    void brokenOff(HttpServletRequest request, StorageException cause) {
        LOG.error("{} {}: broken off in the middle of the answer", request.getMethod(), request.getRequestURI(), cause);
    }

    private DavResponse answer(HttpServletRequest request, Failure failure, ResourcePath path, Texts texts) {
        FailedRequest failed = new FailedRequest(
                request.getMethod(),
                request.getRequestURI(),
                path,
                AcceptHeader.parse(RequestReader.joined(request, "Accept")),
                Optional.ofNullable(request.getHeader("User-Agent")).orElse(""),
                texts,
                hrefs(request));
        DavResponse response = bodies.answer(failure, failed);
        if (failure.status() == 401) {
            challenges.apply(request).forEach(value -> response.header("WWW-Authenticate", value));
        }
        return failure.status() == 405 ? response.header("Allow", allow(pathOf(request))) : response;
    }

    private Texts texts(HttpServletRequest request) {
        return messages.in(RequestReader.joined(request, "Accept-Language"));
    }

    private Hrefs hrefs(HttpServletRequest request) {
        return new Hrefs() {
            @Override
            public String resource(ResourcePath path) {
                return href(request, path);
            }

            @Override
            public String collection(ResourcePath path) {
                return hrefs.encode(path, true);
            }
        };
    }

    private String href(HttpServletRequest request, ResourcePath path) {
        return hrefs.encode(
                path,
                path.isRoot()
                        || found(path)
                                .map(CollectionResource.class::isInstance)
                                .orElseGet(() -> isWantedCollection(request, path)));
    }

    /** What could not be made is spelled as what it would be: a new collection, or the copy of one. */
    private boolean isWantedCollection(HttpServletRequest request, ResourcePath path) {
        ResourcePath asked = pathOf(request);
        return switch (request.getMethod()) {
            case "MKCOL" -> path.equals(asked);
            case "COPY", "MOVE" ->
                destination(request)
                        .filter(path::startsWith)
                        .flatMap(target -> found(path.rebase(target, asked)))
                        .map(CollectionResource.class::isInstance)
                        .orElse(false);
            default -> false;
        };
    }

    private Optional<ResourcePath> destination(HttpServletRequest request) {
        try {
            return Optional.of(destinations
                    .parse(request.getHeader("Destination"), request.getScheme(), RequestReader.authority(request))
                    .path());
        } catch (RequestRefusedException e) {
            return Optional.empty();
        }
    }

    private ResourcePath pathOf(HttpServletRequest request) {
        try {
            return hrefs.decode(request.getRequestURI()).path();
        } catch (RequestRefusedException e) {
            return ResourcePath.ROOT;
        }
    }

    private String allow(ResourcePath path) {
        return allowed.at(path, found(path));
    }

    private Optional<Resource> found(ResourcePath path) {
        try {
            return storage.find(path);
        } catch (StorageException e) {
            return Optional.empty();
        }
    }
}
