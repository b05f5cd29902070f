# shellcheck shell=bash
# Reports that the tests of the pictures draw.
plot_inputs() {
cat >stability.json <<'END'
{"k": 3, "n_rows": 90, "bootstraps": 200, "bootstrapped_ari": {"mean": 0.71, "sd": 0.1, "pairs": 100},
 "segments": [
  {"cluster": 0, "size": 50, "stability": 0.97, "sd": 0.05, "dissolved": 0, "trust": "highly stable"},
  {"cluster": 1, "size": 30, "stability": 0.7, "sd": 0.2, "dissolved": 0.1, "trust": "doubtful"},
  {"cluster": "x", "size": 10, "stability": 0.5, "sd": null, "dissolved": 0.5, "trust": "untrusted"}]}
END
cat >drift.csv <<'END'
feature,psi,noise_95,noise_99,mean_reference,mean_new,shift_sd,verdict
age,0.02,0.05,0.06,38,39,0.1,stable
annual_income,0.3,0.05,0.06,60,70,0.5,refit
spending_score,0.12,0.05,0.06,50,49,-0.05,watch
cluster,0.01,0.03,0.04,,,,stable
END
}
