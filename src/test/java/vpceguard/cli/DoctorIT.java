package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vpceguard.json.Json;
import vpceguard.local.LocalAws;

/// A stack as it was just deployed has nobody who listens, and no trail; both are made, and all is well.
class DoctorIT {
    private static final LocalAws AWS =
            LocalAws.start("--port", "0").deploy("Mode=enforce", "OrganizationId=o-a1b2c3d4e5");

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        AWS.close();
    }

    @Test
    void saysWhatIsMissingUntilAllIsWell() throws Exception {
        var before = doctor("--stack=vpce-guard");
        assertThat(before.code()).isEqualTo(1);
        assertThat(before.err()).isEmpty();
        assertThat(before.out())
                .contains("well    stack: it is deployed, CREATE_COMPLETE\n")
                .contains("ILL     trail: no trail logs management events of us-east-1, so no call is ever heard of\n"
                        + "        do: make a trail")
                .contains("well    rights: the roles may look, repair, remember and tell\n")
                .contains("ILL     topic: nobody hears what is published to NoticesTopic\n");

        AWS.put("/trails", "");
        AWS.call(
                "cloudtrail",
                "CloudTrail_20131101.CreateTrail",
                json("Name", "all", "S3BucketName", "trails").build());
        AWS.call(
                "cloudtrail",
                "CloudTrail_20131101.StartLogging",
                json("Name", "all").build());
        AWS.call("sqs", "AmazonSQS.CreateQueue", json("QueueName", "people").build());
        for (var output : List.of("NoticesTopic", "AlarmsTopic")) {
            AWS.query(
                    "sns",
                    "Action=Subscribe&Version=2010-03-31&Protocol=sqs&TopicArn=" + AWS.output(output)
                            + "&Endpoint=arn:aws:sqs:us-east-1:111122223333:people");
        }
        AWS.invoke(AWS.output("SweepFunctionName"), "{}");

        var after = doctor("--stack=vpce-guard");
        assertThat(after.out()).doesNotContain("ILL", "unknown", "odd");
        assertThat(after.code()).isZero();
    }

    @Test
    void aStackThatIsNotThereIsTold() throws Exception {
        assertThat(doctor("--stack=none"))
                .isEqualTo(new Run(
                        2,
                        "",
                        "vpce-guard: there is no stack \"none\" in us-east-1, expected the stack's name in --stack and"
                                + " its Region in --region\n"));
    }

    private static Json.Builder json(String... members) {
        var json = Json.object();
        for (int i = 0; i < members.length; i += 2) {
            json.put(members[i], members[i + 1]);
        }
        return json;
    }

    private Run doctor(String options) throws Exception {
        return Launcher.ask(folder, AWS, "doctor " + options);
    }
}
