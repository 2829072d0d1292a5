import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * The S3 store without a WebDAV server before it: what bench/s3 compares with. Takes one command a line, and answers each with one
 * line: units a second. Run with the class path of headroom.jar, keys in the usual AWS environment variables.
 */
public final class PlainS3 {
    private static final int PART = 8 << 20;
    private static final int PARTS_IN_FLIGHT = 4;
    private static final int SMALL = 4096;

    private final S3Client client;
    private final String bucket;
    private final ExecutorService threads = Executors.newFixedThreadPool(32);

    private PlainS3(String endpoint, String bucket) {
        this.bucket = bucket;
        client = S3Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClient(Apache5HttpClient.builder().maxConnections(64).build())
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        PlainS3 store = new PlainS3(arguments[0], arguments[1]);
        Scanner lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            System.out.println(store.run(lines.nextLine().split(" ")));
        }
        store.threads.shutdown();
    }

    private String run(String[] words) throws Exception {
        String prefix = words[1];
        switch (words[0]) {
            case "bucket":
                client.createBucket(request -> request.bucket(bucket));
                return "made";
            case "fill":
                fill(prefix, Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                return "filled";
            case "put-big":
                return putBig(prefix, Integer.parseInt(words[2])) + "";
            case "get-big":
                return getBig(prefix) + "";
            case "put-small":
                return small(prefix, Integer.parseInt(words[2]), Integer.parseInt(words[3]), true) + "";
            case "get-small":
                return small(prefix, Integer.parseInt(words[2]), Integer.parseInt(words[3]), false) + "";
            case "list":
                return list(prefix, Integer.parseInt(words[2])) + "";
            case "delete":
                client.deleteObject(request -> request.bucket(bucket).key(prefix));
                return "deleted";
            default:
                throw new IllegalArgumentException(words[0]);
        }
    }

    private void fill(String prefix, int count, int bytes) throws Exception {
        RequestBody body = RequestBody.fromBytes(new byte[bytes]);
        client.putObject(request -> request.bucket(bucket).key(prefix), RequestBody.empty());
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = prefix + i;
            all.add(threads.submit(() -> client.putObject(request -> request.bucket(bucket).key(key), body)));
        }
        for (Future<?> each : all) {
            each.get();
        }
    }

    /** MiB a second. */
    private double putBig(String key, int mebibytes) throws Exception {
        byte[] part = new byte[PART];
        long began = System.nanoTime();
        String upload = client.createMultipartUpload(request -> request.bucket(bucket).key(key))
                .uploadId();
        int parts = mebibytes / (PART >> 20);
        CompletedPart[] done = new CompletedPart[parts];
        ExecutorService few = Executors.newFixedThreadPool(PARTS_IN_FLIGHT);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int number = i + 1;
            all.add(few.submit(() -> done[number - 1] = CompletedPart.builder()
                    .partNumber(number)
                    .eTag(client.uploadPart(
                                    request -> request.bucket(bucket)
                                            .key(key)
                                            .uploadId(upload)
                                            .partNumber(number),
                                    RequestBody.fromBytes(part))
                            .eTag())
                    .build()));
        }
        for (Future<?> each : all) {
            each.get();
        }
        few.shutdown();
        client.completeMultipartUpload(request -> request.bucket(bucket)
                .key(key)
                .uploadId(upload)
                .multipartUpload(list -> list.parts(Arrays.asList(done))));
        return mebibytes / seconds(began);
    }

    /** MiB a second. */
    private double getBig(String key) throws Exception {
        byte[] buffer = new byte[1 << 20];
        long began = System.nanoTime();
        long read = 0;
        try (ResponseInputStream<GetObjectResponse> in = client.getObject(request -> request.bucket(bucket).key(key))) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                read += count;
            }
        }
        return read / (double) (1 << 20) / seconds(began);
    }

    /** Requests a second. */
    private double small(String prefix, int connections, int forSeconds, boolean put) throws Exception {
        RequestBody body = RequestBody.fromBytes(new byte[SMALL]);
        AtomicLong number = new AtomicLong();
        long began = System.nanoTime();
        long end = began + forSeconds * 1_000_000_000L;
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            all.add(threads.submit(() -> {
                while (System.nanoTime() < end) {
                    long n = number.getAndIncrement();
                    if (put) {
                        client.putObject(request -> request.bucket(bucket).key(prefix + n), body);
                    } else {
                        try (InputStream in = client.getObject(request -> request.bucket(bucket).key(prefix + n % 1000))) {
                            in.readAllBytes();
                        }
                    }
                }
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        return number.get() / seconds(began);
    }

    /** Entries a second. */
    private double list(String prefix, int times) {
        long began = System.nanoTime();
        long entries = 0;
        for (int i = 0; i < times; i++) {
            entries += client
                    .listObjectsV2Paginator(ListObjectsV2Request.builder()
                            .bucket(bucket)
                            .prefix(prefix)
                            .delimiter("/")
                            .build())
                    .contents()
                    .stream()
                    .count();
        }
        return entries / seconds(began);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
