package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.path.ResourcePath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server that is alone on a bucket needs not ask again, and what it must. */
class KeptListingsIT {
    private OpenBucket bucket;

    @BeforeEach
    void open() {
        bucket = new OpenBucket(RgwCluster.shared(), Map.of("kept-listings", "60000"));
    }

    @AfterEach
    void close() {
        if (bucket != null) {
            bucket.close();
        }
    }

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private FileResource write(String target, String content, Precondition precondition) {
        WriteRequest request = new WriteRequest(OptionalLong.empty(), Optional.empty(), Optional.empty(), precondition);
        try (PendingWrite write = bucket.storage().beginWrite(path(target), request)) {
            write.append(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            return write.commit();
        }
    }

    private FileResource write(String target, String content) {
        return write(target, content, new Precondition.None());
    }

    private List<String> list(String collection) {
        try (Stream<Resource> members = bucket.storage().list(path(collection))) {
            return members.map(member -> member.path().name()).toList();
        }
    }

    @Test
    void ofManyNewFilesEachTakesOneRequest() {
        bucket.storage().createCollection(path("/d"));
        for (int i = 0; i < 5; i++) {
            write("/d/first" + i, "x");
        }
        bucket.calls();
        for (int i = 0; i < 20; i++) {
            assertThat(bucket.storage().find(path("/d/next" + i))).isEmpty();
            write("/d/next" + i, "x");
        }
        assertThat(bucket.calls()).isEqualTo(Map.of("PutObject", 20));
        assertThat(list("/d")).hasSize(25);
    }

    @Test
    void aListingIsGivenAgainUntilSomethingChanges() {
        bucket.put("d/a", "a");
        bucket.put("d/b/c", "c");
        assertThat(list("/d")).containsExactly("a", "b");
        bucket.calls();
        assertThat(list("/d")).containsExactly("a", "b");
        assertThat(bucket.storage().find(path("/d/a"))).isPresent();
        assertThat(bucket.storage().find(path("/d/nothing"))).isEmpty();
        assertThat(bucket.calls()).isEmpty();
        write("/d/aa", "new");
        assertThat(list("/d")).containsExactly("a", "aa", "b");
        bucket.storage().delete(path("/d/a"));
        assertThat(bucket.storage().find(path("/d/a"))).isEmpty();
        assertThat(list("/d")).containsExactly("aa", "b");
        bucket.storage().createCollection(path("/d/e"));
        assertThat(list("/d")).containsExactly("aa", "b", "e");
        bucket.storage().move(path("/d/aa"), path("/d/e/aa"), new Precondition.None());
        assertThat(list("/d")).containsExactly("b", "e");
        assertThat(list("/d/e")).containsExactly("aa");
        bucket.storage().deleteTree(path("/d/e"), new TreeRecovery.Unheard());
        assertThat(list("/d")).containsExactly("b");
        assertThat(bucket.storage().find(path("/d/e/aa"))).isEmpty();
        assertThatThrownBy(() -> write("/d/e/f", "x")).isInstanceOf(ParentMissingException.class);
    }

    @Test
    void theTimeThatIsShownIsTheStores() {
        bucket.put("d/a", "a");
        list("/d");
        write("/d/new", "new");
        Resource found = bucket.storage().find(path("/d/new")).orElseThrow();
        try (Stream<Resource> members = bucket.storage().list(path("/d"))) {
            assertThat(members).contains(found);
        }
    }

    @Test
    void conditionsCountForWhatIsReallyThere() {
        bucket.put("d/a", "a");
        list("/d");
        bucket.put("d/others", "theirs");
        assertThatThrownBy(() -> write("/d/others", "ours", new Precondition.MustNotExist()))
                .isInstanceOf(PreconditionFailedException.class);
        bucket.put("d/others", "again theirs");
        write("/d/others", "ours");
        try (OpenFile file = bucket.storage().open(path("/d/others"))) {
            assertThat(file.resource().size()).isEqualTo(4);
        }
    }

    @Test
    void whoeverReadsAFileAnewMayReplaceThatVersion() {
        bucket.put("d/a", "a");
        list("/d");
        bucket.put("d/a", "theirs");
        FileResource read;
        try (OpenFile file = bucket.storage().open(path("/d/a"))) {
            read = file.resource();
        }
        assertThat(bucket.storage().find(path("/d/a"))).contains(read);
        write("/d/a", "ours", new Precondition.MustMatch(read.entityTag()));
        assertThatThrownBy(() -> write("/d/a", "x", new Precondition.MustMatch(read.entityTag())))
                .isInstanceOf(PreconditionFailedException.class);
    }
}
