package vpceguard.notice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToolTest {
    @Test
    void whatTerraformWouldReadAsTemplatesIsEscaped() {
        var terraform = new Tool("Terraform", "policy = jsonencode(", "apply", true);

        assertThat(terraform.pasted("{\"a\":\"${aws:username}%{if}\"}"))
                .isEqualTo("policy = jsonencode({\"a\":\"$${aws:username}%%{if}\"})");
    }

    @Test
    void whatCloudFormationReadsStaysAsItIs() {
        var stack = new Tool("CloudFormation", "PolicyDocument: ", "deployment", true);

        assertThat(stack.pasted("{\"a\":\"${aws:username}\"}"))
                .isEqualTo("PolicyDocument: {\"a\":\"${aws:username}\"}");
    }
}
