import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import languages from "./house/languages.js";

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/api/schema.d.ts", "public", "test-results", "playwright-report"] },
  {
    files: ["src/**/*.{ts,tsx}", "e2e/**/*.ts", "sandbox/**/*.ts", "*.ts"],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "react-hooks": hooks },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "max-lines": ["error", 300],
      "no-restricted-properties": ["error", { object: "window", property: "alert", message: "Say it on the page." }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/**/*.test.{ts,tsx}", "src/api/schema.d.ts", "src/languages/languages.ts"],
    plugins: { languages },
    rules: { "languages/spoken": "error", "languages/keys": "error", "languages/logical": "error" },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/**/*.test.{ts,tsx}", "src/languages/*"],
    rules: {
      "no-restricted-syntax": ["error", { selector: "NewExpression[callee.object.name=Intl], CallExpression[callee.property.name=/^toLocale(Date|Time)?String$/]", message: "Numbers, dates and lists follow the language: src/languages/formats.ts." }],
    },
  },
);
