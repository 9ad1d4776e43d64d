DROP TABLE images;
DROP TABLE registries;
