package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vpceguard.aws.Scripted.Answer;
import vpceguard.flow.PerimeterText;
import vpceguard.flow.PerimeterText.Reading;

class S3PerimeterTextTest {
    /// What is told once a day is known by its text; S3 names each request.
    @Test
    void theSameRefusalHasTheSameWords() {
        var text = text(new Scripted(s3 -> new Answer(
                403,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message>"
                        + "<RequestId>REQUEST" + s3.asked.size() + "</RequestId><HostId>HOST</HostId></Error>")));

        assertThat(text.read())
                .isEqualTo(text.read())
                .isEqualTo(new Reading.Unread("s3://bucket/perimeter.json answered 403 AccessDenied"));
    }

    @Test
    void aBucketOfAnotherRegionIsAskedThere() {
        var s3 = new Scripted(all -> all.asked.size() == 1
                ? new Answer(301, "", Optional.of("eu-west-1"))
                : new Answer(200, "{}", Optional.of("eu-west-1")));

        assertThat(text(s3).read()).isEqualTo(new Reading.Found("{}", "s3://bucket/perimeter.json"));
        assertThat(s3.asked)
                .extracting(request -> request.host())
                .containsExactly("s3.us-east-1.amazonaws.com", "s3.eu-west-1.amazonaws.com");
    }

    /// Who may list the bucket is told so; others are denied.
    @Test
    void whatIsNotThereIsSaidToBeMissing() {
        assertThat(text(Scripted.always(404, "<Error><Code>NoSuchKey</Code></Error>"))
                        .read())
                .isEqualTo(new Reading.Missing("there is no object \"s3://bucket/perimeter.json\""));
        assertThat(text(Scripted.always(404, "<Error><Code>NoSuchBucket</Code></Error>"))
                        .read())
                .isEqualTo(new Reading.Missing("there is no bucket \"bucket\""));
    }

    @Test
    void aTextOfMoreThanADocumentMayHaveIsNotRead() {
        for (var tooLong : List.of(" ".repeat(PerimeterText.LONGEST + 1), "\u00e4".repeat(PerimeterText.LONGEST))) {
            assertThat(text(Scripted.always(200, tooLong)).read())
                    .isEqualTo(new Reading.Unread(
                            "s3://bucket/perimeter.json is longer than " + PerimeterText.LONGEST + " bytes"));
        }
    }

    private static S3PerimeterText text(Scripted s3) {
        return new S3PerimeterText(s3.calls(), "bucket", "perimeter.json");
    }
}
