// Run once by the image, while the data is still empty: Parley's own user, for its own database.
db.getSiblingDB("admin").createUser({
  user: "parley",
  pwd: require("fs").readFileSync("/run/secrets/mongo_password", "utf8").trim(),
  roles: [{ role: "dbOwner", db: "parley" }],
});
