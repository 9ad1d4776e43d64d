//! `mcphub compile` as a user runs it.

use assert_cmd::Command;

fn mcphub() -> Command {
    Command::cargo_bin("mcphub").unwrap()
}

#[test]
fn a_wrong_command_line_exits_with_2() {
    mcphub().arg("compile").assert().code(2);
    mcphub().args(["compile", "x.json", "--profile", "nobody"]).assert().code(2);
}
