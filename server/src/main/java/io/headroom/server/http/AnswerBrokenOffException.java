package io.headroom.server.http;

import io.headroom.spi.error.StorageException;
import java.io.IOException;
import org.eclipse.jetty.io.QuietException;

/** Makes the container cut the connection in the middle of an answer. It was logged where the cause was caught. */
final class AnswerBrokenOffException extends IOException implements QuietException {
    AnswerBrokenOffException(StorageException cause) {
        super("the storage failed in the middle of an answer", cause);
    }
}
