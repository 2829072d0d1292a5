package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program removes objects of a bucket; then the commands that look after the metadata, as a person calls them. */
class BucketCheckIT {
    @TempDir
    Path state;

    private static void assertSays(Command command, int exitCode, String... words) {
        assertThat(command.output()).contains(words);
        assertThat(command.exitCode()).as(command.output()).isEqualTo(exitCode);
    }

    private Command check(UserBucket bucket, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "check",
                "s3://" + bucket.name(),
                "--endpoint",
                bucket.cluster().endpoint().toString(),
                "--s3-region",
                "us-east-1"));
        words.addAll(List.of(options));
        return Command.run(
                Duration.ofMinutes(1),
                Map.of(
                        "LC_ALL", "C.UTF-8",
                        "AWS_ACCESS_KEY_ID", bucket.user().accessKey(),
                        "AWS_SECRET_ACCESS_KEY", bucket.user().secretKey(),
                        "XDG_STATE_HOME", state.toString()),
                Path.of("."),
                HeadroomProcess.command(words.toArray(String[]::new)));
    }

    @Test
    void whatIsAboutAnObjectThatIsGoneIsFoundAndMended() throws Exception {
        UserBucket bucket = UserBucket.make();
        try (HeadroomProcess server = HeadroomProcess.serve(bucket, state)) {
            Dav dav = server.dav();
            assertThat(dav.mkcol("/folder").status()).isEqualTo(201);
            for (String name : List.of("/folder/stays.txt", "/folder/goes.txt")) {
                assertThat(dav.put(name, "x").status()).isEqualTo(201);
                dav.setProperty(name, "colour", "red");
                assertThat(dav.locked(name, "0")).isNotEmpty();
            }
        }
        assertSays(check(bucket), 0, "The metadata fit what is stored.");
        bucket.cluster()
                .client()
                .deleteObject(request -> request.bucket(bucket.name()).key("folder/goes.txt"));

        assertSays(
                check(bucket),
                1,
                "/folder/goes.txt has the property",
                "/folder/goes.txt has a lock",
                "2 findings. Nothing was changed");
        assertSays(check(bucket, "--mend"), 0, "2 findings, and all is mended.", "headroom-check-");
        assertSays(check(bucket), 0, "The metadata fit what is stored.");

        // Without its bucket nobody can say that anything is gone.
        Command away = check(new UserBucket(bucket.cluster(), bucket.user(), "no-such-bucket"), "--mend");
        assertThat(away.exitCode()).as(away.output()).isEqualTo(2);
        try (HeadroomProcess server = HeadroomProcess.serve(bucket, state)) {
            assertThat(server.dav()
                            .propfindBody("/folder/stays.txt", "0", "<D:allprop/>")
                            .text())
                    .contains("red");
            assertThat(server.dav().put("/folder/stays.txt", "y").status()).isEqualTo(423);
            assertThat(server.dav().put("/folder/goes.txt", "y").status()).isEqualTo(201);
        }
    }
}
