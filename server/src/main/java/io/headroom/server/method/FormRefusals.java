package io.headroom.server.method;

import io.headroom.server.exchange.Failure;
import io.headroom.server.exchange.FailureStatus;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.text.Texts;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Why a form is refused, with the names of the files: its address is that of the folder, and says nothing of them. */
final class FormRefusals {
    private static final int CONFLICT = 409;
    private static final int MOST_NAMES = 20;

    /** What these mean at a member is a conflict at the collection: its own address does exist and does take the method. */
    private static final Set<Integer> ABOUT_THE_MEMBER = Set.of(404, 405, 412);

    private FormRefusals() {}

    static RequestRefusedException inTheWay(List<ResourcePath> paths) {
        String names =
                paths.stream().limit(MOST_NAMES).map(FormRefusals::quoted).collect(Collectors.joining(", "));
        return new RequestRefusedException(
                CONFLICT,
                "Nothing was stored, since here already " + (paths.size() == 1 ? "is " : "are ") + names
                        + (paths.size() > MOST_NAMES ? " and others" : "")
                        + ". Choose to replace files of the same name, or rename yours. A folder is never replaced.");
    }

    static RequestRefusedException twice(ResourcePath path) {
        return new RequestRefusedException(
                CONFLICT, "Nothing was stored, since two files of the form are named " + quoted(path) + ".");
    }

    /** A failure about one file, with its name where the client can do something about it. Lack of room names it anyway. */
    static RuntimeException named(StorageException cause, Texts english) {
        int status = FailureStatus.of(cause);
        if (status >= 500) {
            return cause;
        }
        Failure failure = Failure.of(cause);
        return RequestRefusedException.of(
                ABOUT_THE_MEMBER.contains(status) ? CONFLICT : status,
                "Nothing was stored, because of " + quoted(cause.path()) + ": " + failure.message(english),
                failure.limit());
    }

    private static String quoted(ResourcePath path) {
        return "'" + path.name() + "'";
    }
}
