package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.cli.Launcher;
import vpceguard.cli.Run;
import vpceguard.policy.Canonical;

/// A repair is taken back by the command line, as its notice says, and the stack leaves alone what was put back.
class UndoIT {
    private static final String FULL_ACCESS =
            "{\"Statement\":[{\"Action\":\"*\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"*\"}]}";

    @TempDir
    private Path folder;

    @Test
    void aPersonTakesARepairBack() throws Exception {
        try (var stack = new Deployed(List.of("--auth"), "Mode=enforce", "OrganizationId=" + Deployed.ORGANIZATION)) {
            var id = stack.create("com.amazonaws." + Deployed.REGION + ".s3", VpcEndpointType.GATEWAY);
            var repaired = stack.notice(id, "CHANGED");
            var record = id + "/" + repaired.textAt("record", "cause").orElseThrow();

            var undone = run(stack, "undo --stack=vpce-guard --reason='reports fail' '" + record + "'");

            assertThat(undone.err()).isEmpty();
            assertThat(undone.out()).startsWith("CHANGED\nrecord undo-");
            assertThat(undone.code()).isZero();
            assertThat(stack.fingerprint(id)).isEqualTo(Canonical.fingerprint(FULL_ACCESS));
            var told = stack.notices(id, "CHANGED", 2).getLast();
            assertThat(told.textAt("instruction", "by"))
                    .hasValueSatisfying(by -> assertThat(by).startsWith("arn:aws:iam::" + Deployed.ACCOUNT));
            assertThat(told.textAt("text"))
                    .hasValueSatisfying(text -> assertThat(text)
                            .startsWith("CHANGED. Act by ")
                            .contains("reports fail")
                            .doesNotContain("claimed by"));

            assertThat(run(stack, "undo --stack=vpce-guard --reason=twice '" + record + "'"))
                    .satisfies(again -> assertThat(again.out()).startsWith("REFUSED\nit was undone already"))
                    .extracting(Run::code)
                    .isEqualTo(1);

            stack.ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(id).policyDocument(FULL_ACCESS));
            assertThat(stack.notice(id, "NOT_CHANGED").textAt("text"))
                    .hasValueSatisfying(text -> assertThat(text).contains("is left to you until"));
            assertThat(stack.fingerprint(id)).isEqualTo(Canonical.fingerprint(FULL_ACCESS));
        }
    }

    private Run run(Deployed stack, String command) throws Exception {
        return Launcher.ask(folder, stack.aws, command);
    }
}
