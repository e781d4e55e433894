// Run once by the image, while the data is still empty: Parley's own user, for its own database.
db.getSiblingDB("admin").createUser({
  user: "parley",
  pwd: process.env.APP_PASSWORD,
  roles: [{ role: "dbOwner", db: "parley" }],
});
